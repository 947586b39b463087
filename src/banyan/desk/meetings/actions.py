"""What is done with a coordination meeting, until its minutes are signed."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, time
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from banyan.desk.audit import Actor, RefusedError, action, log
from banyan.desk.cases.actions.helping import ask
from banyan.desk.cases.models import Case
from banyan.desk.cases.opening import Wanted, open_case
from banyan.desk.cases.states import Level
from banyan.desk.meetings.agenda import WHY
from banyan.desk.meetings.minutes import content_of
from banyan.desk.meetings.models import (
    Decision,
    Helping,
    Item,
    Meeting,
    Minutes,
    Participant,
    Signing,
)
from banyan.desk.messaging.sending import tell
from banyan.desk.obligations.calendar import read_calendar
from banyan.desk.obligations.opening import Holder
from banyan.desk.obligations.proposals import confirm, propose, refuse, withdraw
from banyan.desk.people.access import require
from banyan.desk.people.models import Account, Unit
from banyan.desk.people.roles import Role
from banyan.desk.policy_pack import adopted_count
from banyan.desk.projects.actions.coordinating import coordinated
from banyan.desk.projects.models import Coordination, Project

SIGN = "meetings.sign"


@action("meetings.plan")
def plan(
    actor: Actor,
    *,
    kind: str,
    title: str,
    day: date,
    starts: time,
    place: str,
    chair: str,
    units: Collection[Unit] = (),
) -> Meeting:
    """Plans a meeting of the officer's county, of the city for a city officer, and invites units.
    Raises RefusedError for a day that is over."""
    require(actor, Role.COUNTY, Role.CITY)
    if day < timezone.localdate():
        raise RefusedError(_("This day is over."), "day")
    meeting = Meeting.objects.create(
        county=actor.account.county if actor.account is not None else "",
        kind=kind,
        title=title.strip(),
        date=day,
        starts=starts,
        place=place.strip(),
        chair=chair.strip(),
        planned_by=actor.account,
    )
    log(meeting, after={"title": meeting.title, "date": day, "county": meeting.county})
    _invite(meeting, units)
    return meeting


@action("meetings.invite")
def invite(actor: Actor, meeting: Meeting, units: Collection[Unit]) -> None:
    """Invites more units; who is invited already is not told again."""
    meeting = _open(actor, meeting)
    if not units:
        raise RefusedError(_("Choose whom to invite."))
    _invite(meeting, units)
    log(meeting, after={"invited": sorted(unit.code for unit in units)})


@action("meetings.call_off")
def call_off(actor: Actor, meeting: Meeting, reason: str) -> None:
    """Calls the meeting off and tells the units. RefusedError without a reason."""
    meeting = _open(actor, meeting)
    if not reason.strip():
        raise RefusedError(_("Give the reason; the units read it."), "reason")
    meeting.state, meeting.reason = Meeting.State.CANCELLED, reason.strip()
    meeting.save(update_fields=["state", "reason"])
    units = [one.unit_id for one in meeting.participants.all()]
    _tell(meeting, units, "meetings.called_off", reason=meeting.reason)
    log(meeting, before={"state": Meeting.State.PLANNED}, after={"state": meeting.state})


@action("meetings.add_item")
def add_item(
    actor: Actor,
    meeting: Meeting,
    *,
    title: str = "",
    case: Case | None = None,
    project: Project | None = None,
    why: str = "",
) -> Item:
    """Puts a case, a project, or a free point, at the end of the agenda. RefusedError where it is
    on it or there is nothing to call it by."""
    meeting = _open(actor, meeting)
    if case is not None:
        if not Case.objects.visible_to(actor.account).filter(pk=case.pk).exists():
            raise PermissionDenied
        if meeting.items.filter(case=case).exists():
            raise RefusedError(_("This case is on the agenda already."))
        title = case.title
    elif project is not None:
        if not Project.objects.visible_to(actor.account).filter(pk=project.pk).exists():
            raise PermissionDenied
        if meeting.items.filter(project=project).exists():
            raise RefusedError(_("This project is on the agenda already."))
        title = project.name
    if not title.strip():
        raise RefusedError(_("Give the point a title."), "title")
    last = meeting.items.aggregate(last=Max("place"))["last"] or 0
    item = Item.objects.create(
        meeting=meeting,
        place=last + 1,
        title=title.strip()[:200],
        case=case,
        project=project,
        why=why if why in WHY else "",
    )
    about = case.reference if case else project.reference if project else None
    log(meeting, after={"item": item.title, "about": about})
    return item


@action("meetings.drop_item")
def drop_item(actor: Actor, item: Item) -> None:
    """Takes a point off the agenda, with what was noted on it."""
    meeting, item = _item(actor, item)
    log(meeting, before={"item": item.title, "said": item.said})
    item.delete()


@action("meetings.move_item")
def move_item(actor: Actor, item: Item, *, up: bool) -> None:
    """Exchanges a point with the one before or after it; the first stays first, the last last."""
    meeting, item = _item(actor, item)
    items = list(meeting.items.all())
    here = next(place for place, one in enumerate(items) if one.pk == item.pk)
    there = here - 1 if up else here + 1
    if 0 <= there < len(items):
        items[here], items[there] = items[there], items[here]
    for place, one in enumerate(items, 1):
        one.place = place
    Item.objects.bulk_update(items, ["place"])
    log(meeting, after={"agenda": [one.title for one in items]})


@action("meetings.note")
def note(actor: Actor, item: Item, said: str) -> None:
    """What was said on a point."""
    meeting, item = _item(actor, item)
    before = item.said
    item.said = said.strip()
    item.save(update_fields=["said"])
    log(meeting, before={"said": before}, after={"item": item.title, "said": item.said})


@action("meetings.decide")
def decide(
    actor: Actor,
    item: Item,
    *,
    what: str,
    lead: Unit,
    due_on: date,
    helping: Collection[Unit] = (),
) -> Decision:
    """Writes down a decision: what which unit must do until when, and which help it. RefusedError
    without words, and for a day before the meeting."""
    meeting, item = _item(actor, item)
    if not what.strip():
        raise RefusedError(_("Say what was decided."), "what")
    if due_on < max(meeting.date, timezone.localdate()):
        raise RefusedError(_("This day is over."), "due_on")
    made = Decision.objects.create(item=item, what=what.strip()[:200], lead=lead, due_on=due_on)
    units = {unit.pk: unit for unit in helping if unit.pk != lead.pk}
    Helping.objects.bulk_create(Helping(decision=made, unit=unit) for unit in units.values())
    log(
        meeting,
        after={
            "decision": made.what,
            "lead": lead.code,
            "due_on": due_on,
            "helping": sorted(unit.code for unit in units.values()),
        },
    )
    return made


@action("meetings.drop_decision")
def drop_decision(actor: Actor, decision: Decision) -> None:
    """Takes a decision out of the minutes before they are signed."""
    meeting, _item_of = _item(actor, decision.item)
    log(meeting, before={"decision": decision.what, "lead": decision.lead.code})
    Decision.objects.filter(pk=decision.pk).delete()


@action("meetings.submit_minutes")
def submit_minutes(actor: Actor, meeting: Meeting) -> Signing:
    """Gives the minutes to a second person. RefusedError before the meeting, where the agenda is
    empty, and where they lie before somebody already."""
    meeting = _open(actor, meeting)
    if meeting.date > timezone.localdate():
        raise RefusedError(_("This day is still to come."))
    if not meeting.items.exists():
        raise RefusedError(_("There is nothing on the agenda."))
    signing = Signing(meeting=meeting)
    propose(
        actor,
        signing,
        SIGN,
        Holder(role=Role.COUNTY, county=meeting.county)
        if meeting.county
        else Holder(role=Role.CITY),
        working_days=adopted_count("meeting.sign_days"),
        words={"meeting": meeting.title},
    )
    log(meeting, after={"minutes": "submitted"})
    return signing


@action("meetings.sign_minutes")
def sign_minutes(actor: Actor, signing: Signing) -> Minutes:
    """The second person signs: the minutes get their number and stay as they are, each decision is
    a case of its unit, and the units that help are asked in it."""
    meeting = _holding(actor, signing.meeting)
    signing = confirm(actor, signing)
    decisions = Decision.objects.filter(item__meeting=meeting).select_related("lead", "item")
    for decision in decisions.prefetch_related("helping__unit"):
        _carry_out(actor, meeting, decision)
    _tell_projects(actor, meeting)
    year = meeting.date.year
    same = Minutes.objects.filter(county=meeting.county, year=year)
    minutes = Minutes.objects.create(
        meeting=meeting,
        county=meeting.county,
        year=year,
        number=(same.aggregate(last=Max("number"))["last"] or 0) + 1,
        content=content_of(meeting),
        signed_on=timezone.localdate(),
    )
    meeting.state = Meeting.State.SIGNED
    meeting.save(update_fields=["state"])
    _tell(meeting, [one.unit_id for one in meeting.participants.all()], "meetings.signed")
    log(meeting, before={"state": Meeting.State.PLANNED}, after={"number": minutes.number})
    return minutes


@action("meetings.return_minutes")
def return_minutes(actor: Actor, signing: Signing, answer: str) -> None:
    """The second person gives them back to be corrected."""
    meeting = _holding(actor, signing.meeting)
    signing = refuse(actor, signing, answer)
    log(meeting, after={"minutes": "returned", "answer": signing.answer})


@action("meetings.take_back_minutes")
def take_back_minutes(actor: Actor, signing: Signing) -> None:
    """Whoever submitted them takes them back."""
    meeting = _holding(actor, signing.meeting)
    withdraw(actor, signing)
    log(meeting, after={"minutes": "taken back"})


def waiting(meeting: Meeting) -> Signing | None:
    """The minutes that lie before the second person."""
    found: Signing | None = meeting.signings.filter(state=Signing.State.PROPOSED).first()
    return found


def is_held_by(account: Account | None, meeting: Meeting) -> bool:
    """Whether the account is among those who hold the meeting: the county's officers, or the
    city's."""
    if account is None or not account.is_active:
        return False
    if meeting.county:
        return account.role == Role.COUNTY and account.county == meeting.county
    return account.role == Role.CITY


def _tell_projects(actor: Actor, meeting: Meeting) -> None:
    """What was said and decided about a project is in its history."""
    about: dict[str, Any] = {
        "on": meeting.date,
        "link": meeting.get_absolute_url(),
        "link_words": f"{meeting.date} {meeting.title}",
    }
    for item in meeting.items.exclude(project=None).select_related("project"):
        decisions = list(item.decisions.select_related("lead"))
        if item.said or not decisions:
            words = item.said or meeting.title
            coordinated(actor, item.project, Coordination.Kind.SAID, words=words, **about)
        for one in decisions:
            words = f"{one.what} — {one.lead.name_zh}, {one.due_on}"
            coordinated(actor, item.project, Coordination.Kind.DECIDED, words=words, **about)


def _carry_out(actor: Actor, meeting: Meeting, decision: Decision) -> None:
    today = timezone.localdate()
    days = read_calendar(today, decision.due_on).working_days_between(today, decision.due_on)
    item = decision.item
    about = item.case or item.project
    case = open_case(
        actor,
        Wanted(
            kind="decision",
            category="general",
            title=decision.what,
            text="\n".join(filter(None, [f"{meeting.date} {meeting.title}", decision.item.said])),
            organization=about.organization if about is not None else None,
            county=meeting.county
            or (item.project.county if item.project else decision.lead.county),
            level=Level.COUNTY if meeting.county else Level.CITY,
            lead=decision.lead,
            working_days=max(days, 0),
        ),
        Case.Origin.MEETING,
        f"{meeting.pk}:{decision.pk}",
    )
    decision.done_as = case
    decision.save(update_fields=["done_as"])
    for unit in decision.helpers:
        ask(actor, case, unit, decision.what)


def _invite(meeting: Meeting, units: Collection[Unit]) -> None:
    known = set(meeting.participants.values_list("unit", flat=True))
    new = [unit for unit in units if unit.pk not in known]
    Participant.objects.bulk_create([Participant(meeting=meeting, unit=unit) for unit in new])
    _tell(meeting, [unit.pk for unit in new], "meetings.invited")


def _tell(meeting: Meeting, units: Collection[Any], kind: str, **more: Any) -> None:
    context = {
        "meeting": meeting.title,
        "day": meeting.date.isoformat(),
        "time": meeting.starts.strftime("%H:%M"),
        "place": meeting.place,
        **more,
    }
    tell(
        Account.objects.filter(unit__in=units, is_active=True),
        kind,
        key=f"{kind} {meeting.pk}",
        context=context,
        link=meeting.get_absolute_url(),
    )


def _holding(actor: Actor, meeting: Meeting) -> Meeting:
    """The meeting, held until the transaction ends, for who holds it."""
    require(actor, Role.COUNTY, Role.CITY)
    found: Meeting = Meeting.objects.select_for_update().get(pk=meeting.pk)
    if not is_held_by(actor.account, found):
        raise PermissionDenied
    return found


def _open(actor: Actor, meeting: Meeting) -> Meeting:
    """The same, where its agenda and minutes can still be changed."""
    found = _holding(actor, meeting)
    if not found.is_open:
        state = found.get_state_display()
        raise RefusedError(_("This cannot be changed any more: %(state)s.") % {"state": state})
    if waiting(found) is not None:
        raise RefusedError(_("The minutes lie before the second person; take them back first."))
    return found


def _item(actor: Actor, item: Item) -> tuple[Meeting, Item]:
    """A point of an agenda that can still be changed. RefusedError where it was taken off."""
    meeting = _open(actor, item.meeting)
    found = Item.objects.filter(pk=item.pk).first()
    if found is None:
        raise RefusedError(_("This point is not on the agenda any more."))
    return meeting, found
