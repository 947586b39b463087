"""``/lists/entries/<pk>/``: one entry, what it meets, where it has come to, what happened to it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from banyan.desk.audit import RefusedError
from banyan.desk.cases.asking import fields_in_words, unit_words
from banyan.desk.lists import listing
from banyan.desk.lists.actions import changing, reporting
from banyan.desk.lists.explaining import explained_entry, lacks_in_words
from banyan.desk.lists.holding import may_decide, may_write_records
from banyan.desk.lists.listing import lines, said_in_words
from banyan.desk.lists.models import Change, Entry, Step, Why
from banyan.desk.lists.views.parts import READERS, fields_typed, frame, number
from banyan.desk.people import access
from banyan.desk.people.access import account_of, actor_of
from banyan.desk.people.roles import Role
from banyan.desk.records.models import FACTS

STEP_COLOURS = {
    Step.What.ENTERED: "green",
    Step.What.RENEWED: "green",
    Step.What.AWARDED: "green",
    Step.What.REVIEW: "orange",
    Step.What.LEFT: "secondary",
}


def visible(request: HttpRequest, pk: int) -> Entry:
    found = Entry.objects.visible_to(account_of(request)).select_related("organization")
    one: Entry = get_object_or_404(found, pk=pk)
    return one


@access.roles(*READERS)
@require_GET
def one(request: HttpRequest, pk: int) -> HttpResponse:
    entry = visible(request, pk)
    of, account = entry.declared, account_of(request)
    official = account is not None and account.role != Role.ENTERPRISE
    changes = entry.changes.select_related("proposed_by", "decided_by")
    waiting = changes.filter(state=Change.State.PROPOSED).first()
    own_county = account is not None and account.role == Role.COUNTY and Role.COUNTY in of.proposes
    decides = may_decide(account, of)
    later = _later_stages(entry)
    chosen = request.GET.get("stage", "")
    stage = next((found for found in later if found.code == chosen), later[0] if later else None)
    context = {
        **frame(request, of, "entry"),
        "line": lines([entry])[0],
        "entry": entry,
        "official": official,
        "fields": said_in_words(entry),
        "explained": explained_entry(entry) if entry.stands else None,
        "changes": [(change, lacks_in_words(change.lacks)) for change in changes]
        if official
        else [],
        "waiting": waiting if official else None,
        "may_confirm": may_write_records(account, of),
        "may_change": decides and entry.stands and waiting is None,
        "may_follow": (decides or own_county) and entry.stands and waiting is None,
        "renews": of.years() is not None and entry.expires_on is not None,
        "whys": [(why.value, why.label) for why in (Why.LACKING, Why.WISH, Why.GONE, Why.FAULT)],
        "stages": later,
        "stage": stage,
        "stage_fields": listing.asked_in_form(stage.fields, {}) if stage is not None else [],
        "track": _track(entry),
        "yearly": _yearly(entry),
        "may_report": entry.stands and bool(of.yearly) and (decides or own_county or not official),
        "report_fields": listing.asked_in_form([one.field for one in of.yearly], {}),
        "report_years": _report_years(entry),
        "steps": [_step(entry, step) for step in entry.steps.select_related("by")],
        "record": _record(entry),
        "today": timezone.localdate(),
    }
    return render(request, "lists/entry.html", context)


def _record(entry: Entry) -> Any:
    if not entry.recognition:
        return None
    records: Any = FACTS["recognitions"]
    return records.objects.filter(recognition=entry.recognition).first()


def _later_stages(entry: Entry) -> list[Any]:
    stages = list(entry.declared.stages.values())
    codes = [one.code for one in stages]
    if entry.stage not in codes:
        return []
    return stages[codes.index(entry.stage) + 1 :]


def _track(entry: Entry) -> list[tuple[str, str]]:
    """Every stage with whether it lies behind, is the present one or is to come."""
    codes = list(entry.declared.stages)
    at = codes.index(entry.stage) if entry.stage in codes else -1
    return [
        (one.name, "behind" if place < at else "here" if place == at else "ahead")
        for place, one in enumerate(entry.declared.stages.values())
    ]


def _yearly(entry: Entry) -> dict[str, Any]:
    asked = entry.declared.yearly
    return {
        "heads": [
            f"{one.field.name} ({unit_words(one.field.unit)})" if one.field.unit else one.field.name
            for one in asked
        ],
        "rows": [
            (
                figures,
                [figures.fields.get(one.field.code, "–") for one in asked],
                min(100, figures.progress // 10_000) if figures.progress is not None else None,
            )
            for figures in entry.figures.all()
        ],
    }


def _report_years(entry: Entry) -> list[int]:
    last = timezone.localdate().year
    return list(range(last, entry.entered_on.year - 2, -1))


def _step(entry: Entry, step: Step) -> dict[str, Any]:
    of = entry.declared
    fields: list[tuple[str, str]] = []
    if step.what in (Step.What.STAGE, Step.What.AWARDED) and step.stage in of.stages:
        fields = fields_in_words(of.stages[step.stage].fields, step.fields)
    elif step.what == Step.What.REPORTED:
        fields = fields_in_words([one.field for one in of.yearly], step.fields)
    return {
        "step": step,
        "colour": STEP_COLOURS.get(Step.What(step.what), "blue"),
        "stage": of.stage_name(step.stage),
        "fields": fields,
    }


@access.roles(*READERS)
@require_POST
def act(request: HttpRequest, pk: int, name: str) -> HttpResponse:
    """Does with the entry what the form says."""
    entry = visible(request, pk)
    deed = DEEDS.get(name)
    if deed is None:
        raise Http404
    try:
        deed(request, entry)
    except RefusedError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("Done."))
    return redirect(entry)


def _text(request: HttpRequest) -> str:
    return request.POST.get("text", "").replace("\x00", "")[:4000]


def _renew(request: HttpRequest, entry: Entry) -> None:
    changing.propose_renewals(actor_of(request), [entry], _text(request))


def _leave(request: HttpRequest, entry: Entry) -> None:
    why = request.POST.get("why", "")
    changing.propose_exits(actor_of(request), [entry], why, _text(request), _day(request))


def _day(request: HttpRequest) -> date | None:
    try:
        return date.fromisoformat(request.POST.get("day", ""))
    except ValueError:
        return None


def _advance(request: HttpRequest, entry: Entry) -> None:
    stage = request.POST.get("stage", "")
    changing.advance(actor_of(request), entry, stage, fields_typed(request), _text(request))


def _note(request: HttpRequest, entry: Entry) -> None:
    changing.note(actor_of(request), entry, _text(request))


def _report(request: HttpRequest, entry: Entry) -> None:
    year = number(request.POST.get("year", ""))
    if year is None:
        raise RefusedError(_("Choose the year."), "year")
    reporting.report(actor_of(request), entry, year, fields_typed(request))


DEEDS: dict[str, Callable[[HttpRequest, Entry], None]] = {
    "renew": _renew,
    "leave": _leave,
    "advance": _advance,
    "note": _note,
    "report": _report,
}
