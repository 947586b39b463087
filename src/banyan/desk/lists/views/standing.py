"""``/lists/<code>/standing/``: who meets the criteria, who nearly does, who no longer does."""

from __future__ import annotations

import re
from typing import Any

from django.contrib import messages
from django.db.models import F, Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_POST

from banyan.desk.audit import RefusedError
from banyan.desk.lists.actions import evaluating, proposing
from banyan.desk.lists.actions.proposing import Said
from banyan.desk.lists.counting import last_evaluation, standing_counts
from banyan.desk.lists.declared import DeclaredList
from banyan.desk.lists.explaining import criteria_words
from banyan.desk.lists.listing import STANDING_COLOURS, county_name
from banyan.desk.lists.models import Evaluation, Round, Standing
from banyan.desk.lists.scope import StandingQuerySet
from banyan.desk.lists.views.parts import (
    DECIDERS,
    OFFICIALS,
    PROPOSERS,
    declared,
    frame,
    number,
    numbers,
    require_office,
)
from banyan.desk.people import access
from banyan.desk.people.access import account_of, actor_of
from banyan.desk.people.actions.units import counties
from banyan.desk.policy_pack import declared_pack
from banyan.desk.records.labels import language, section_label
from banyan.desk.ui.paging import page_of

SIZE = 100


@access.roles(*OFFICIALS)
@require_GET
def standing(request: HttpRequest, code: str) -> HttpResponse:
    """Of a tier (``tier``) and a state (``state``), as the last evaluation found them, by credit
    code; of a ``county``, an ``industry`` (the beginning of its code), or lacking one of the
    criteria (``lacks``)."""
    of = declared(code)
    require_office(request, of)
    if not of.criteria:
        raise Http404
    account = account_of(request)
    tier = request.GET.get("tier", "")
    if tier not in of.criteria:
        tier = next(iter(of.criteria))
    evaluation = last_evaluation()
    chosen = _chosen(of, tier, request)
    counts = standing_counts(evaluation, of.code, account, chosen["county"]).get(tier, {})
    state = request.GET.get("state", "")
    if state not in Standing.State.values:
        state = Standing.State.SATISFIED
    found = Standing.objects.visible_to(account).filter(list=of.code, tier=tier, state=state)
    found = _narrowed(found, of, tier, chosen)
    page = page_of(found.select_related("organization"), request.GET, "id", SIZE)
    opened = Round.objects.visible_to(account).filter(list=of.code, state=Round.State.OPEN)
    context = {
        **frame(request, of, "standing"),
        "tier": tier,
        "tiers": [(code, of.tier_name(code)) for code in of.criteria] if of.tiered else [],
        "state": state,
        "states": [
            (one.value, one.label, counts.get(one.value, 0), STANDING_COLOURS[one])
            for one in Standing.State
        ],
        "counties": [] if account is None or account.county else _counties(),
        "chosen": chosen,
        "kept": _kept(chosen),
        "sections": _sections(),
        "page": page,
        "rows": [_row(of, one) for one in page.rows],
        "evaluation": evaluation,
        "running": Evaluation.objects.filter(state=Evaluation.State.RUNNING).exists(),
        "may_evaluate": account is not None and account.role in DECIDERS,
        "rounds": list(opened),
        "asked": _asked(of, tier),
        "batches": [(code, one.name) for code, one in of.batches.items()],
        "simple": _simple(of, tier),
    }
    return render(request, "lists/standing.html", context)


def _counties() -> list[tuple[str, str]]:
    return [(code, said[language()]) for code, said in counties().items()]


INDUSTRY = re.compile(r"[A-T][0-9]{0,4}")


def _chosen(of: DeclaredList, tier: str, request: HttpRequest) -> dict[str, str]:
    """The filters that are asked for; what is no county, industry or criterion is left out."""
    county, industry, lacks = (
        request.GET.get(name, "").strip() for name in ("county", "industry", "lacks")
    )
    industry = industry.upper()
    return {
        "county": county if county in counties() else "",
        "industry": industry if INDUSTRY.fullmatch(industry) else "",
        "lacks": lacks if lacks in _codes(of, tier) else "",
    }


def _codes(of: DeclaredList, tier: str) -> list[str]:
    return [one.code for one in of.criteria[tier].conditions]


def _narrowed(
    found: StandingQuerySet, of: DeclaredList, tier: str, chosen: dict[str, str]
) -> StandingQuerySet:
    if chosen["county"]:
        found = found.filter(county=chosen["county"])
    if chosen["industry"]:
        found = found.filter(industry__startswith=chosen["industry"])
    if chosen["lacks"]:
        bit = 1 << _codes(of, tier).index(chosen["lacks"])
        found = found.alias(fails=F("failed").bitand(bit), misses=F("unknown").bitand(bit))
        found = found.filter(Q(fails__gt=0) | Q(misses__gt=0))
    return found


def _kept(chosen: dict[str, str]) -> str:
    """The filters that stay when another state is looked at."""
    return urlencode({name: chosen[name] for name in ("county", "industry") if chosen[name]})


def _sections() -> list[tuple[str, str]]:
    return [(letter, section_label(letter)) for letter in declared_pack().words["sections"]]


def _asked(of: DeclaredList, tier: str) -> list[tuple[str, str, str]]:
    """The criteria by their code, in words, each with its article."""
    words = declared_pack().words["criteria"]
    return [
        (one.code, words[one.code][language()], one.article) for one in of.criteria[tier].conditions
    ]


def _simple(of: DeclaredList, tier: str) -> bool:
    """Whether many can be proposed at once: nothing is asked of each."""
    return of.subject is None and all(one.optional for one in of.fields_of(tier))


def _row(of: DeclaredList, one: Standing) -> dict[str, Any]:
    return {
        "one": one,
        "county": county_name(one.county),
        "failed": criteria_words(of, one.tier, one.failed),
        "unknown": criteria_words(of, one.tier, one.unknown),
    }


@access.roles(*DECIDERS)
@require_POST
def evaluate(request: HttpRequest) -> HttpResponse:
    """Has all organizations evaluated."""
    try:
        evaluating.ask_evaluation(actor_of(request))
        messages.success(
            request, _("All organizations are being evaluated; reload the page in a moment.")
        )
    except RefusedError as error:
        messages.error(request, str(error))
    code = request.POST.get("list", "")
    if code:
        return redirect("lists:standing", declared(code).code)
    return redirect("lists:lists")


@access.roles(*PROPOSERS)
@require_POST
def propose(request: HttpRequest, code: str) -> HttpResponse:
    """Proposes those chosen in an open round; who is proposed or in the list already is left."""
    of = declared(code)
    account = account_of(request)
    round_ = get_object_or_404(
        Round.objects.visible_to(account).filter(list=of.code),
        pk=number(request.POST.get("round", "")) or 0,
    )
    found = Standing.objects.visible_to(account).filter(
        list=of.code, pk__in=numbers(request, "standing")
    )
    said = Said(
        tier=request.POST.get("tier", ""),
        batch=request.POST.get("batch", ""),
        reason=_("It meets the criteria by its records."),
    )
    organizations = [one.organization for one in found.select_related("organization")]
    done, fault = proposing.propose_many(actor_of(request), round_, organizations, said)
    if done:
        message = ngettext("%(done)d is proposed.", "%(done)d are proposed.", done)
        messages.success(request, message % {"done": done})
    elif fault:
        messages.error(request, fault)
    else:
        messages.warning(request, _("Nothing was chosen."))
    return redirect(f"{reverse('lists:standing', args=[of.code])}?tier={said.tier}")
