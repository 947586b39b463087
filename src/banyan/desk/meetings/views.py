"""Coordination meetings: the list, a meeting with its agenda and minutes, the minutes as files."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from banyan.desk.audit import RefusedError
from banyan.desk.cases.models import Case
from banyan.desk.meetings import actions
from banyan.desk.meetings.agenda import WHY, suggestions
from banyan.desk.meetings.forms import DecisionForm, PlanForm, units_for
from banyan.desk.meetings.minutes import document
from banyan.desk.meetings.models import READERS, Decision, Item, Meeting, Minutes
from banyan.desk.obligations.proposal_pages import decide as decide_proposal
from banyan.desk.people import access
from banyan.desk.people.models import Account
from banyan.desk.people.roles import Role
from banyan.desk.projects.models import Project
from banyan.desk.records.labels import language, word_label
from banyan.desk.ui.paging import page_of

_OFFICERS = (Role.COUNTY, Role.CITY)
_TYPES = {
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
}
_DECISIONS_SHOWN = 50


@access.roles(*READERS)
@require_safe
def meetings(request: HttpRequest) -> HttpResponse:
    """The meetings, the latest first, and what earlier ones decided that is not done."""
    account = access.account_of(request)
    page = page_of(Meeting.objects.visible_to(account), request.GET, ("-date", "-id"), 30)
    open_cases = Case.objects.visible_to(account).filter(kind="decision").exclude(state="closed")
    return render(
        request,
        "meetings/meetings.html",
        {
            "page": page,
            "rows": [(one, _host(one.county)) for one in page.rows],
            "decided": list(
                open_cases.select_related("lead").order_by("due_on", "pk")[:_DECISIONS_SHOWN]
            ),
            "today": timezone.localdate(),
            "officer": account is not None and account.role in _OFFICERS,
        },
    )


@access.roles(*_OFFICERS)
def plan(request: HttpRequest) -> HttpResponse:
    """The form of a new meeting."""
    account = access.account_of(request)
    form = PlanForm(request.POST or None, county=account.county if account else "")
    if request.method == "POST" and form.is_valid():
        try:
            made = actions.plan(access.actor_of(request), **form.cleaned_data)
        except RefusedError as error:
            form.add_error(error.field or None, str(error))
        else:
            return redirect(made)
    status = 422 if form.errors else 200
    return render(request, "meetings/plan.html", {"form": form}, status=status)


@access.roles(*READERS)
@require_safe
def meeting(request: HttpRequest, pk: int) -> HttpResponse:
    """One meeting."""
    return _shown(request, _seen(request, pk))


@access.roles(*_OFFICERS)
@require_POST
def change(request: HttpRequest, pk: int) -> HttpResponse:
    """Changes the agenda or the minutes as the button says."""
    found = _seen(request, pk)
    form = None
    if request.POST.get("do") == "decide":
        item = _number(request, "item")
        form = DecisionForm(request.POST, county=found.county, auto_id=_ids(item))
        if not form.is_valid():
            return _shown(request, found, form, _number(request, "item"))
    try:
        _change(request, found, form)
    except RefusedError as error:
        if form is not None:
            form.add_error(error.field or None, str(error))
            return _shown(request, found, form, _number(request, "item"))
        messages.error(request, str(error))
    return redirect(found)


@access.roles(*_OFFICERS)
@require_POST
def sign(request: HttpRequest, pk: int) -> HttpResponse:
    """Signs the minutes, gives them back, or takes them back."""
    found = _seen(request, pk)
    signing = actions.waiting(found)
    if signing is None:
        messages.error(request, _("These minutes do not wait to be signed any more."))
        return redirect(found)
    return decide_proposal(
        request,
        signing,
        confirm=actions.sign_minutes,
        refuse=actions.return_minutes,
        withdraw=actions.take_back_minutes,
        confirmed=_("Signed: each decision is in its unit's to-do now."),
    )


@access.roles(*READERS)
@require_safe
def minutes(request: HttpRequest, pk: int, form: str) -> HttpResponse:
    """The signed minutes as a file, in the language of the page."""
    found = _seen(request, pk)
    signed = get_object_or_404(Minutes, meeting=found)
    if form not in _TYPES:
        raise Http404
    response = HttpResponse(document(signed, form, language()), content_type=_TYPES[form])
    name = f"minutes-{signed.county or 'city'}-{signed.year}-{signed.number:03d}.{form}"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _change(request: HttpRequest, found: Meeting, form: DecisionForm | None) -> None:
    actor = access.actor_of(request)
    given = request.POST
    match given.get("do"):
        case "invite":
            units = units_for(found.county).filter(pk__in=_numbers(request, "units"))
            actions.invite(actor, found, list(units))
        case "add":
            seen = Case.objects.visible_to(access.account_of(request))
            for pk in _numbers(request, "cases"):
                case = get_object_or_404(seen, pk=pk)
                actions.add_item(actor, found, case=case, why=given.get(f"why-{pk}", ""))
            projects = Project.objects.visible_to(access.account_of(request))
            for pk in _numbers(request, "projects"):
                project = get_object_or_404(projects, pk=pk)
                why = given.get(f"project-why-{pk}", "")
                actions.add_item(actor, found, project=project, why=why)
        case "add_free":
            actions.add_item(actor, found, title=given.get("title", ""))
        case "up" | "down":
            actions.move_item(actor, _item(request, found), up=given["do"] == "up")
        case "drop":
            actions.drop_item(actor, _item(request, found))
        case "note":
            actions.note(actor, _item(request, found), given.get("said", ""))
        case "decide":
            assert form is not None
            actions.decide(actor, _item(request, found), **form.cleaned_data)
        case "drop_decision":
            decisions = Decision.objects.filter(item__meeting=found).select_related("item__meeting")
            actions.drop_decision(
                actor, get_object_or_404(decisions, pk=_number(request, "decision"))
            )
        case "submit":
            actions.submit_minutes(actor, found)
            messages.success(request, _("A second person reads the minutes and signs."))
        case "call_off":
            actions.call_off(actor, found, given.get("reason", ""))
        case _other:
            raise Http404


def _ids(item: int) -> str:
    """Each point of the agenda has a form of its own on the page."""
    return f"id-{item}-%s"


def _shown(
    request: HttpRequest, found: Meeting, form: DecisionForm | None = None, item: int = 0
) -> HttpResponse:
    account = access.account_of(request)
    holds = actions.is_held_by(account, found)
    signing = actions.waiting(found)
    edits = holds and found.is_open and signing is None
    items = list(
        found.items.select_related(
            "case__lead", "case__organization", "project__organization"
        ).prefetch_related("decisions__lead", "decisions__done_as", "decisions__helping__unit")
    )
    return render(
        request,
        "meetings/meeting.html",
        {
            "meeting": found,
            "host": _host(found.county),
            "items": [
                {
                    "item": one,
                    "why": WHY.get(one.why, ""),
                    "form": (
                        form
                        if form is not None and one.pk == item
                        else DecisionForm(county=found.county, auto_id=_ids(one.pk))
                    )
                    if edits
                    else None,
                    "open": form is not None and one.pk == item,
                    "seen": _sees(account, one),
                }
                for one in items
            ],
            "participants": list(found.participants.select_related("unit")),
            "uninvited": _uninvited(found) if edits else [],
            "suggestions": suggestions(account, found, timezone.localdate()) if edits else [],
            "edits": edits,
            "holds": holds,
            "signing": signing,
            "returned": found.signings.filter(state="refused").first() if edits else None,
            "minutes": Minutes.objects.filter(meeting=found).first(),
            "come": found.date <= timezone.localdate(),
            "today": timezone.localdate(),
        },
        status=422 if form is not None else 200,
    )


def _sees(account: Account | None, item: Item) -> bool:
    """Whether the account sees what the point is about."""
    if item.case_id is not None:
        return bool(Case.objects.visible_to(account).filter(pk=item.case_id).exists())
    if item.project_id is not None:
        return bool(Project.objects.visible_to(account).filter(pk=item.project_id).exists())
    return True


def _uninvited(meeting: Meeting) -> list[Any]:
    invited = meeting.participants.values("unit")
    return list(units_for(meeting.county).exclude(pk__in=invited))


def _seen(request: HttpRequest, pk: int) -> Meeting:
    found: Meeting = get_object_or_404(
        Meeting.objects.visible_to(access.account_of(request)), pk=pk
    )
    return found


def _item(request: HttpRequest, found: Meeting) -> Item:
    one: Item = get_object_or_404(
        found.items.select_related("meeting"), pk=_number(request, "item")
    )
    return one


def _number(request: HttpRequest, name: str) -> int:
    text = request.POST.get(name, "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 19 else 0


def _numbers(request: HttpRequest, name: str) -> list[int]:
    texts = request.POST.getlist(name)
    return [int(one) for one in texts if one.isascii() and one.isdigit() and len(one) < 19]


def _host(county: str) -> str:
    return word_label("county", county) if county else _("the city")
