"""``/lists/<code>/rounds/``: the rounds of a list; who is proposed in one, decided, published."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.contrib import messages
from django.db.models import Count
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from banyan.desk.audit import RefusedError
from banyan.desk.cases.asking import fields_in_words
from banyan.desk.lists import listing
from banyan.desk.lists.actions import deciding, proposing, publishing
from banyan.desk.lists.actions import rounds as actions
from banyan.desk.lists.actions.proposing import Said
from banyan.desk.lists.declared import DeclaredList
from banyan.desk.lists.exporting import candidates_sheet
from banyan.desk.lists.holding import may_propose
from banyan.desk.lists.listing import CANDIDACY_COLOURS, ROUND_COLOURS, county_name, has_office
from banyan.desk.lists.models import Candidacy, Publication, Round
from banyan.desk.lists.scope import own_codes
from banyan.desk.lists.views.parts import (
    DECIDERS,
    OFFICIALS,
    PROPOSERS,
    READERS,
    declared,
    fields_typed,
    file_of,
    frame,
    number,
    numbers,
)
from banyan.desk.obligations.proposal_pages import decide
from banyan.desk.people import access
from banyan.desk.people.access import account_of, actor_of
from banyan.desk.people.actions.units import counties
from banyan.desk.people.models import Account
from banyan.desk.people.roles import Role
from banyan.desk.records import search
from banyan.desk.records.labels import language
from banyan.desk.records.models import Organization
from banyan.desk.ui.paging import page_of

SIZE = 100
"""Candidates of a page."""

FOUND = 20
"""Organizations of a name that a form offers."""


def _visible(request: HttpRequest, pk: int) -> Round:
    found: Round = get_object_or_404(Round.objects.visible_to(account_of(request)), pk=pk)
    return found


@access.roles(*READERS)
@require_GET
def rounds(request: HttpRequest, code: str) -> HttpResponse:
    """The newest first."""
    of = declared(code)
    account = account_of(request)
    found = Round.objects.visible_to(account).filter(list=code)
    page = page_of(found, request.GET, "-id")
    year = timezone.localdate().year
    context = {
        **frame(request, of, "rounds"),
        "page": page,
        "rows": [(one, ROUND_COLOURS[Round.State(one.state)]) for one in page.rows],
        "left": actions.places_left(of, year) if has_office(account, of) else None,
        "year": year,
    }
    return render(request, "lists/rounds.html", context)


@access.roles(*DECIDERS)
@require_http_methods(["GET", "POST"])
def prepare(request: HttpRequest, code: str) -> HttpResponse:
    """A new round."""
    of = declared(code)
    if not frame(request, of, "")["decides"]:
        raise Http404
    year = timezone.localdate().year
    given = {"year": str(year), "closes_on": "", "quota": "", "text": ""}
    error: RefusedError | None = None
    if request.method == "POST":
        given |= {name: request.POST.get(name, "") for name in given}
        try:
            made = _prepare(request, of, given)
            return redirect(made)
        except RefusedError as refused:
            error = refused
    context = {
        **frame(request, of, "rounds"),
        "given": given,
        "error": error,
        "left": actions.places_left(of, number(given["year"]) or year),
        "years": (year - 1, year, year + 1),
    }
    return render(request, "lists/prepare.html", context, status=422 if error else 200)


def _prepare(request: HttpRequest, of: DeclaredList, given: dict[str, str]) -> Round:
    year, closes_on = number(given["year"]), _day(given["closes_on"])
    if year is None or not 2000 < year < 2100:
        raise RefusedError(_("Choose the year."), "year")
    if closes_on is None:
        raise RefusedError(_("Give the last day for proposals."), "closes_on")
    quota = number(given["quota"])
    if given["quota"].strip() and quota is None:
        raise RefusedError(_("A whole number."), "quota")
    return actions.prepare_round(
        actor_of(request),
        of,
        year=year,
        closes_on=closes_on,
        quota=quota,
        text=given["text"].replace("\x00", "")[:4000],
    )


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


@access.roles(*READERS)
@require_GET
def one(request: HttpRequest, pk: int) -> HttpResponse:
    """A round with its candidates, by state and county (``state``, ``county``), the best scored
    first where they are scored (``order=score``)."""
    round_ = _visible(request, pk)
    of = round_.declared
    account = account_of(request)
    seen = Candidacy.objects.visible_to(account).filter(round=round_)
    counts = dict(seen.order_by().values_list("state").annotate(Count("pk")))
    common = frame(request, of, "rounds")
    # what is decided an enterprise reads when it is published
    told = not common["enterprise"] or round_.state == Round.State.PUBLISHED
    found = _filtered(request, seen) if told else seen
    page = page_of(found.select_related("organization", "decided_by"), request.GET, "id", SIZE)
    publications = Publication.objects.visible_to(account).filter(round=round_)
    context = {
        **common,
        "round": round_,
        "colour": ROUND_COLOURS[Round.State(round_.state)],
        "states": [
            (state.value, state.label, counts.get(state.value, 0)) for state in Candidacy.State
        ],
        "asked": {name: request.GET.get(name, "") for name in ("state", "county", "batch", "tier")},
        "counties": [(code, said[language()]) for code, said in counties().items()]
        if account is None or not account.county
        else [],
        "page": page,
        "rows": [_row(of, candidate) for candidate in page.rows],
        "query": request.GET.urlencode(),
        "tasks": list(round_.tasks.all()),
        "publications": publications.select_related("proposed_by", "decided_by"),
        "undecided": counts.get(Candidacy.State.PROPOSED, 0),
        "open": round_.state == Round.State.OPEN,
        "takes": round_.state == Round.State.OPEN and round_.closes_on >= timezone.localdate(),
        "today": timezone.localdate(),
        "deciding": common["decides"] and round_.state == Round.State.OPEN,
        "told": told,
    }
    return render(request, "lists/round.html", context)


def _filtered(request: HttpRequest, seen: Any) -> Any:
    for name in ("state", "county", "batch", "tier"):
        value = request.GET.get(name, "").replace("\x00", "")
        if value:
            seen = seen.filter(**{name: value[:40]})
    return seen


def _row(of: DeclaredList, one: Candidacy) -> dict[str, Any]:
    fields = of.fields_of(one.tier) if one.tier in of.tiers else ()
    return {
        "one": one,
        "tier": of.tier_name(one.tier),
        "batch": of.batch_name(one.batch),
        "county": county_name(one.county),
        "colour": CANDIDACY_COLOURS[Candidacy.State(one.state)],
        "fields": fields_in_words(fields, one.fields),
    }


@access.roles(*DECIDERS)
@require_POST
def decide_on(request: HttpRequest, pk: int) -> HttpResponse:
    """Takes or does not take what was chosen, or all that the filter shows; or scores one."""
    round_ = _visible(request, pk)
    actor, reason = actor_of(request), request.POST.get("reason", "")
    try:
        if "score" in request.POST:
            candidate = get_object_or_404(
                Candidacy.objects.visible_to(account_of(request)).filter(round=round_),
                pk=number(request.POST.get("candidacy", "")) or 0,
            )
            deciding.score(actor, candidate, number(request.POST.get("score", "")))
            messages.success(request, _("Done."))
        else:
            act = deciding.take if request.POST.get("verb") == "take" else deciding.refuse
            done = act(actor, round_, _chosen(request, round_), reason)
            said = ngettext("Done for %(done)d.", "Done for %(done)d.", done) % {"done": done}
            messages.success(request, said)
    except RefusedError as error:
        messages.error(request, str(error))
    return redirect(_back(request, round_))


def _chosen(request: HttpRequest, round_: Round) -> list[int]:
    if "all" not in request.POST:
        return numbers(request, "candidacy")
    seen = Candidacy.objects.visible_to(account_of(request)).filter(round=round_)
    return list(_filtered(request, seen).values_list("pk", flat=True))


def _back(request: HttpRequest, round_: Round) -> str:
    query = request.GET.urlencode()
    address = round_.get_absolute_url()
    return f"{address}?{query}" if query else address


@access.roles(*DECIDERS)
@require_POST
def act(request: HttpRequest, pk: int, name: str) -> HttpResponse:
    """Opens, calls off, adds a task, or proposes to publish."""
    round_, actor = _visible(request, pk), actor_of(request)
    text = request.POST.get("text", "").replace("\x00", "")[:4000]
    try:
        match name:
            case "open":
                actions.open_round(actor, round_)
            case "cancel":
                actions.cancel_round(actor, round_, text)
            case "task":
                title = request.POST.get("title", "").replace("\x00", "")
                most = number(request.POST.get("most", ""))
                actions.add_task(actor, round_, title, text, most)
            case "publish":
                day = _day(request.POST.get("day", ""))
                publishing.propose_publication(actor, round_, day, text)
            case _:
                raise Http404
        messages.success(request, _("Done."))
    except RefusedError as error:
        messages.error(request, str(error))
    return redirect(round_)


@access.roles(*DECIDERS)
@require_POST
def decide_publication(request: HttpRequest, pk: int) -> HttpResponse:
    """Publishes as a second person, refuses or withdraws."""
    rows = Publication.objects.visible_to(account_of(request)).select_related("round")
    return decide(
        request,
        get_object_or_404(rows, pk=pk),
        confirm=publishing.confirm_publication,
        refuse=publishing.refuse_publication,
        withdraw=publishing.withdraw_publication,
        confirmed=_("The round is published: those taken are in the list."),
    )


@access.roles(*PROPOSERS)
@require_http_methods(["GET", "POST"])
def propose(request: HttpRequest, pk: int) -> HttpResponse:
    """Proposes one organization; an enterprise itself."""
    round_ = _visible(request, pk)
    of, account = round_.declared, account_of(request)
    if account is None or not may_propose(account, of):
        raise Http404
    given = {
        name: str(text).replace("\x00", "")
        for name, text in {**request.GET.dict(), **request.POST.dict()}.items()
    }
    error: RefusedError | None = None
    found = _organizations(account, given.get("q", ""), given.get("organization", ""))
    if request.method == "POST" and "find" not in request.POST:
        try:
            chosen = next((one for one in found if one.pk == given.get("organization")), None)
            if chosen is None:
                raise RefusedError(_("Choose the organization."), "organization")
            proposing.propose(actor_of(request), round_, chosen, _said(request, given))
            messages.success(request, _("%(name)s is proposed.") % {"name": chosen.name})
            return redirect(round_)
        except RefusedError as refused:
            error = refused
    tier = given.get("tier", "")
    if tier not in of.tiers:
        tier = next(iter(of.tiers))
    typed = {name.removeprefix("field-"): text for name, text in given.items()}
    context = {
        **frame(request, of, "rounds"),
        "round": round_,
        "given": given,
        "tier": tier,
        "error": error,
        "organizations": found,
        "fields": listing.asked_in_form(of.fields_of(tier), typed),
        "tasks": list(round_.tasks.all()),
    }
    return render(request, "lists/propose.html", context, status=422 if error else 200)


def _said(request: HttpRequest, given: dict[str, str]) -> Said:
    return Said(
        tier=given.get("tier", ""),
        batch=given.get("batch", ""),
        subject=given.get("subject", ""),
        reason=given.get("reason", ""),
        fields=fields_typed(request),
    )


def _organizations(account: Account, text: str, chosen: str) -> list[Any]:
    """Those that the form offers: an enterprise's own, else those of the name that was asked, and
    the one that was chosen."""
    if account.role == Role.ENTERPRISE:
        return list(Organization.objects.filter(pk__in=own_codes(account)))
    seen = (
        Organization.objects.all()
        if account.role == Role.DEPARTMENT
        else Organization.objects.visible_to(account)
    )
    found = list(seen.filter(pk=chosen)) if chosen else []
    if text.strip():
        found += list(search.ask(account, search.Question(text[:100]))[:FOUND])
    return found


@access.roles(*PROPOSERS)
@require_POST
def withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    """Takes a proposal back."""
    rows = Candidacy.objects.visible_to(account_of(request)).select_related("round")
    candidate = get_object_or_404(rows, pk=pk)
    try:
        proposing.withdraw(actor_of(request), candidate)
        messages.success(request, _("The proposal is withdrawn."))
    except RefusedError as error:
        messages.error(request, str(error))
    return redirect(candidate.round)


@access.roles(*OFFICIALS)
@require_GET
def export(request: HttpRequest, pk: int, form: str) -> HttpResponseBase:
    """The candidates as the page shows them, all of them, as ``csv`` or ``xlsx``."""
    round_ = _visible(request, pk)
    seen = Candidacy.objects.visible_to(account_of(request)).filter(round=round_)
    sheet = candidates_sheet(round_.declared, _filtered(request, seen).order_by("id"))
    return file_of(sheet, round_.declared, f"{round_.list}-{round_.year}-{round_.number}", form)
