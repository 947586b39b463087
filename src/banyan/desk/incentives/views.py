"""The counties' results of a year, each county's page, and the awards that two people decide on."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from banyan.desk.audit import RefusedError
from banyan.desk.incentives import actions
from banyan.desk.incentives.charts import by_county
from banyan.desk.incentives.clusters import CLUSTER, awarded, clusters_of
from banyan.desk.incentives.models import Proposal
from banyan.desk.incentives.results import counties, raised_in, results, tiers
from banyan.desk.incentives.scope import READERS, sees_county
from banyan.desk.obligations import proposal_pages
from banyan.desk.people import access
from banyan.desk.people.roles import Role
from banyan.desk.policy.library import language
from banyan.desk.policy.pack_in_force import pack_in_force
from banyan.desk.records.models import FACTS, Organization
from banyan.rules.wording import Wording

A_PAGE = 50


@access.roles(*READERS)
def results_of_year(request: HttpRequest) -> HttpResponse:
    """Every county's result; a county sees its own figures and everyone's place."""
    account = access.account_of(request)
    pack = pack_in_force()
    year = _year(request)
    names = _names()
    found = results(year)
    seen = [one for one in found if sees_county(account, one.county)]
    proposals = {
        one.county: one
        for one in Proposal.objects.visible_to(account).filter(
            year=year, state__in=[Proposal.State.PROPOSED, Proposal.State.CONFIRMED]
        )
    }
    money = awarded(account, year)
    return render(
        request,
        "incentives/results.html",
        {
            "year": year,
            "years": _years(),
            "tiers": tiers(pack, year),
            "rows": [
                {
                    "result": one,
                    "name": names[one.county],
                    "seen": sees_county(account, one.county),
                    "proposal": proposals.get(one.county),
                    "awarded": money.get(one.county, {}).get(actions.MEASURE),
                    "cluster": money.get(one.county, {}).get(CLUSTER),
                }
                for one in found
            ],
            "chart": by_county(seen, names, year) if len(seen) > 1 else None,
            "clusters": _clusters(account, year),
            "cluster_article": pack.measure(CLUSTER).articles[0],
        },
    )


@access.roles(*READERS)
def county(request: HttpRequest, year: int, county: int) -> HttpResponse:
    """A county's result, the enterprises behind it, and its award."""
    account = access.account_of(request)
    code = _county(request, year, county)
    found = next(one for one in results(year) if one.county == code)
    behind = raised_in(year, code).filter(
        pk__in=Organization.objects.visible_to(account).values("pk")
    )
    own = Organization.objects.visible_to(account).filter(kind="county", county=code)
    proposals = Proposal.objects.visible_to(account).filter(year=year, county=code)
    proposals = proposals.select_related("proposed_by", "decided_by")
    standing = (Proposal.State.PROPOSED, Proposal.State.CONFIRMED)
    recognitions: Any = FACTS["recognitions"]
    named = [one.recognition for one in proposals if one.recognition]
    records = dict(
        recognitions.objects.filter(recognition__in=named).values_list("recognition", "pk")
    )
    return render(
        request,
        "incentives/county.html",
        {
            "year": year,
            "code": code,
            "name": _names()[code],
            "result": found,
            "page": Paginator(behind, A_PAGE).get_page(request.GET.get("page")),
            "proposals": [(one, records.get(one.recognition)) for one in proposals],
            "may_propose": found.tier is not None
            and not any(one.state in standing for one in proposals),
            "organizations": list(own.order_by("uscc")),
            "officer": account is not None and account.role == Role.CITY,
            "clusters": _clusters(account, year, code),
        },
    )


@access.roles(Role.CITY)
@require_POST
def propose(request: HttpRequest, year: int, county: int) -> HttpResponse:
    """Proposes the award of the county's tier."""
    code = _county(request, year, county)
    try:
        actions.propose(
            access.actor_of(request),
            year,
            code,
            request.POST.get("uscc", ""),
            request.POST.get("reason", ""),
        )
    except RefusedError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("Proposed: a second person decides."))
    return redirect("incentives:county", year, county)


@access.roles(Role.CITY)
@require_POST
def decide(request: HttpRequest, pk: int) -> HttpResponse:
    """Confirms, refuses or withdraws, as the button says."""
    seen = Proposal.objects.visible_to(access.account_of(request))
    return proposal_pages.decide(
        request,
        get_object_or_404(seen, pk=pk),
        confirm=actions.confirm,
        refuse=actions.refuse,
        withdraw=actions.withdraw,
        confirmed=_("Confirmed. The next settlement turns the record into an award."),
    )


def _clusters(account: Any, year: int, county: str = "") -> list[dict[str, Any]]:
    """Recognized clusters with what the rule gives at most for the level."""
    pack = pack_in_force()
    wording = Wording(pack, language())
    names = _names()
    found = []
    for one in clusters_of(account, year, county):
        figure = pack.parameters.get(f"{CLUSTER}.{one.level}")
        amount = int(figure.in_year(year).adopted) if figure else None  # type: ignore[arg-type]
        if amount is not None and one.assessed_award is not None:
            amount = min(amount, one.assessed_award)
        found.append(
            {
                "record": one,
                "county": names.get(one.organization.county, one.organization.county),
                "level": wording.word("words", "level", one.level or "", default=one.level or ""),
                "amount": amount,
            }
        )
    return found


def _names() -> dict[str, str]:
    words = pack_in_force().words["words"]["county"]
    return {code: said[language()] for code, said in words.items()}


def _years() -> list[int]:
    years = pack_in_force().years
    this = timezone.localdate().year
    return [year for year in years if year <= this] or [years.start]


def _year(request: HttpRequest) -> int:
    asked = request.GET.get("year", "")
    shown = _years()
    return int(asked) if asked.isascii() and asked.isdigit() and int(asked) in shown else shown[-1]


def _county(request: HttpRequest, year: int, county: int) -> str:
    """The code of the county; not found for no county or year, forbidden for another's."""
    code = str(county)
    pack = pack_in_force()
    if code not in counties(pack) or year not in pack.years:
        raise Http404
    if not sees_county(access.account_of(request), code):
        raise PermissionDenied
    return code
