"""``/matches/`` for officers: the search, the list, one match, and what is decided about them."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import (
    FileResponse,
    Http404,
    HttpRequest,
    HttpResponse,
    HttpResponseBase,
    QueryDict,
)
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_POST
from django.views.decorators.vary import vary_on_headers

from banyan.desk.audit import RefusedError
from banyan.desk.audit.models import Entry
from banyan.desk.matching import actions, listing, tasks
from banyan.desk.matching.exporting import workbook_of
from banyan.desk.matching.models import Match, Matching
from banyan.desk.matching.page import COLOURS, exceptions_of, organizations_of, shown
from banyan.desk.matching.states import OFFICERS, READERS, TRANSITIONS
from banyan.desk.matching.views.enterprise import own_page
from banyan.desk.people import access
from banyan.desk.people.access import account_of, actor_of
from banyan.desk.people.audit_pages import shown as entry_shown
from banyan.desk.people.roles import Role
from banyan.desk.policy.pack_in_force import pack_in_force
from banyan.desk.records.actions import view_organization
from banyan.desk.records.importing.archive import WORKBOOK_TYPE
from banyan.desk.records.labels import table_label, word_label
from banyan.desk.records.models import Organization
from banyan.desk.records.views.downloads import attached
from banyan.desk.records.views.parts import by_htmx
from banyan.desk.ui.paging import AFTER, page_of
from banyan.rules.errors import UsageError

VERBS = ("tell", "release", "hold", "reopen")
"""What officers do to matches, one or many at a time."""

HISTORY_SHOWN = 30


@access.roles(Role.ENTERPRISE, *READERS)
@require_GET
@vary_on_headers("HX-Request")
def home(request: HttpRequest) -> HttpResponse:
    """The enterprise's own page; for officers the list with its filters."""
    account = account_of(request)
    if account is not None and account.role == Role.ENTERPRISE:
        return own_page(request)
    question = listing.question_of(request.GET)
    matching = Matching.objects.filter(pk=question.year).first()
    if by_htmx(request) and request.GET.get("waiting"):
        return _progress(request, matching)
    page = page_of(listing.ask(account, question), request.GET, "-id")
    names = organizations_of(page.rows)
    context = {
        "page": page,
        "question": question,
        "filters": listing.filters(account, question),
        "numbers": listing.numbers(account, question),
        "rows": [_line(match, names) for match in page.rows],
        "query": _without_page(request),
        "year": question.year,
        "years": pack_in_force().years,
        "matching": matching,
        "left_out": _left_out(matching),
        "city": account is not None and account.role == Role.CITY,
        "verbs": _verbs(question) if account is not None and account.role in OFFICERS else [],
    }
    template = "matching/list.html" if by_htmx(request) else "matching/matches.html"
    return render(request, template, context)


def _progress(request: HttpRequest, matching: Matching | None) -> HttpResponse:
    if matching is not None and matching.is_being_computed:
        context = {"matching": matching, "year": matching.pk}
        return render(request, "matching/progress.html", context)
    answer = HttpResponse()
    answer["HX-Refresh"] = "true"
    return answer


def _line(match: Match, names: dict[str, str]) -> dict[str, Any]:
    return {
        "match": match,
        "name": names.get(match.uscc, match.uscc),
        "measure": word_label("measure", match.measure),
        "county": word_label("county", match.county),
        "state": match.get_state_display(),
        "colour": COLOURS[match.state],
        "exceptions": [label for label, _explanation in exceptions_of(match)],
    }


def _without_page(request: HttpRequest) -> str:
    kept = request.GET.copy()
    kept.pop(AFTER, None)
    return kept.urlencode()


def _left_out(matching: Matching | None) -> list[tuple[str, int]]:
    if matching is None:
        return []
    return [(table_label(name), count) for name, count in matching.left_out.items() if count]


def _verbs(question: listing.Question) -> list[str]:
    """What can be done to what is listed."""
    state = question.things["state"]
    return [verb for verb in VERBS if not state or state in TRANSITIONS[verb].sources]


@access.roles(Role.CITY)
@require_POST
def search(request: HttpRequest) -> HttpResponse:
    """Has the year's matches searched for."""
    question = listing.question_of(request.POST)
    try:
        actions.match(actor_of(request), question.year)
    except (RefusedError, UsageError) as error:
        messages.error(request, str(error))
    return redirect(f"{reverse('matching:home')}?year={question.year}")


@access.roles(*OFFICERS)
@require_POST
def act(request: HttpRequest) -> HttpResponse:
    """Tells, releases, holds back or opens again what was chosen, or all that the filter shows."""
    verb = request.POST.get("verb", "")
    if verb not in VERBS:
        raise Http404
    asked = QueryDict(request.POST.get("query", ""))
    if "all" in request.POST:
        rows = listing.ask(account_of(request), listing.question_of(asked.dict()))
        rows = rows.filter(state__in=TRANSITIONS[verb].sources)
        numbers = list(rows.order_by("uscc", "year", "pk").values_list("pk", flat=True))
    else:
        numbers = [int(text) for text in request.POST.getlist("match") if text.isdecimal()]
    reason = request.POST.get("reason", "").strip()
    if not numbers:
        messages.warning(request, _("Nothing was chosen."))
    elif verb != "tell" and not reason:
        messages.error(request, _("Say why."))
    else:
        _do(request, verb, numbers, reason)
    only = numbers[0] if len(numbers) == 1 and "single" in request.POST else None
    if only is not None:
        return redirect("matching:match", only)
    return redirect(f"{reverse('matching:home')}?{asked.urlencode()}")


def _do(request: HttpRequest, verb: str, numbers: list[int], reason: str) -> None:
    actor = actor_of(request)
    if len(numbers) > tasks.A_STEP:
        arguments = (verb, numbers, reason, tasks.said(actor))
        transaction.on_commit(lambda: tasks.work_off.enqueue(*arguments))
        messages.success(
            request,
            _("%(count)d are worked off in the background; reload the page to see how far it is.")
            % {"count": len(numbers)},
        )
        return
    try:
        done = tasks.act(actor, verb, numbers, reason)
    except RefusedError as error:
        messages.error(request, str(error))
        return
    said = ngettext("Done for %(done)d.", "Done for %(done)d.", done) % {"done": done}
    if done < len(numbers):
        left = _("%(left)d were left as they are: their state does not allow it.")
        said += " " + left % {"left": len(numbers) - done}
    messages.success(request, said)


@access.roles(*READERS)
@require_GET
def export(request: HttpRequest) -> HttpResponseBase:
    """The list as a workbook, filtered as it is."""
    question = listing.question_of(request.GET)
    content = workbook_of(listing.ask(account_of(request), question))
    name = f"matches-{question.year}-{timezone.localdate():%Y%m%d}.xlsx"
    return attached(FileResponse(content, content_type=WORKBOOK_TYPE), name)


@access.roles(Role.ENTERPRISE, *READERS)
@require_GET
def match(request: HttpRequest, pk: int) -> HttpResponse:
    """One match: what it gives and why, the record behind, the three steps, what was done."""
    account = account_of(request)
    seen = Match.objects.visible_to(account).select_related("answered_by")
    found = get_object_or_404(seen, pk=pk)
    organization = get_object_or_404(Organization.objects.visible_to(account), pk=found.uscc)
    view_organization(actor_of(request), organization)
    official = account is not None and account.is_official
    entries = Entry.objects.filter(subject=Match._meta.label_lower, key=str(pk))
    officer = account is not None and account.role in OFFICERS
    represented = organization.representations.filter(account__is_active=True).exists()
    context = {
        "one": shown(account, organization, [found])[0],
        "organization": organization,
        "official": official,
        "verbs": _possible(found, represented) if officer else [],
        "entries": [entry_shown(one) for one in entries.order_by("-number")[:HISTORY_SHOWN]]
        if official
        else [],
        "represented": represented,
    }
    return render(request, "matching/match.html", context)


def _possible(found: Match, represented: bool) -> list[str]:
    """What can be done to the match as it is; only holding back needs nobody who could answer."""
    fitting = [verb for verb in VERBS if found.state in TRANSITIONS[verb].sources]
    return [verb for verb in fitting if represented or verb == "hold"]
