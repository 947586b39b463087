"""A round of a list: prepared, opened, called off."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from django.db import IntegrityError, transaction
from django.db.models import Max, Sum
from django.utils import timezone
from django.utils.translation import gettext as _

from banyan.desk.audit import Actor, RefusedError, action, log
from banyan.desk.lists import telling
from banyan.desk.lists.declared import DeclaredList
from banyan.desk.lists.holding import require_decider
from banyan.desk.lists.models import Round, Task
from banyan.desk.obligations.calendar import read_calendar
from banyan.desk.obligations.opening import Holder, close_obligations, open_obligation
from banyan.desk.people.roles import Role
from banyan.desk.policy_pack import adopted_count

State = Round.State


@action("lists.prepare_round")
def prepare_round(
    actor: Actor,
    of: DeclaredList,
    *,
    year: int,
    closes_on: date,
    quota: int | None = None,
    text: str = "",
) -> Round:
    """Prepares a round of the year's list. Its places are those that the year still has, or fewer
    where ``quota`` says so. Raises RefusedError with the field at fault."""
    require_decider(actor, of)
    if closes_on < timezone.localdate():
        raise RefusedError(_("This day is over."), "closes_on")
    # the number before the places: who prepares another between the two takes this number too
    number = _next_number(of, year)
    left = places_left(of, year)
    if left is not None:
        quota = left if quota is None else quota
        if quota > left:
            raise RefusedError(_("The year has %(left)s places left.") % {"left": left}, "quota")
        if quota == 0:
            raise RefusedError(_("All places of the year are given to rounds already."), "quota")
    made = Round(
        list=of.code,
        year=year,
        number=number,
        text=text.strip(),
        quota=quota,
        closes_on=closes_on,
        made_by=actor.account,
    )
    try:
        with transaction.atomic():
            made.save()
    except IntegrityError:
        raise RefusedError(_("Somebody else has just prepared a round of this year.")) from None
    log(
        made,
        after={"list": of.code, "year": year, "quota": quota, "closes_on": closes_on},
    )
    return made


def places_left(of: DeclaredList, year: int) -> int | None:
    """The places of the year that no round has yet; of a round that is published those that it
    took. ``None`` for a list without a number of places."""
    places = of.places_a_year()
    if places is None:
        return None
    rounds = Round.objects.filter(list=of.code, year=year).exclude(state=State.CANCELLED)
    published = rounds.filter(state=State.PUBLISHED).aggregate(sum=Sum("taken"))["sum"] or 0
    others = rounds.exclude(state=State.PUBLISHED).aggregate(sum=Sum("quota"))["sum"] or 0
    return max(0, places - published - others)


def _next_number(of: DeclaredList, year: int) -> int:
    last = Round.objects.filter(list=of.code, year=year).aggregate(last=Max("number"))["last"]
    return (last or 0) + 1


@action("lists.add_task")
def add_task(
    actor: Actor, round_: Round, title: str, text: str = "", most: int | None = None
) -> Task:
    """Puts a task into a round that is in preparation, to be published with it."""
    round_ = held(actor, round_, State.DRAFT)
    title = title.strip()[:150]
    if not round_.declared.tasks:
        raise RefusedError(_("This list publishes no tasks."))
    if not title:
        raise RefusedError(_("Give the task a name."), "title")
    try:
        with transaction.atomic():
            made = Task.objects.create(round=round_, title=title, text=text.strip(), most=most)
    except IntegrityError:
        raise RefusedError(_("There is a task of this name already."), "title") from None
    log(round_, after={"task": title})
    return made


@action("lists.open_round")
def open_round(actor: Actor, round_: Round) -> Round:
    """Opens a round for proposals and tells those who may propose; whoever decides has it to do.
    Raises RefusedError for one that is not in preparation, and for a list of tasks without any."""
    round_ = held(actor, round_, State.DRAFT)
    if round_.declared.tasks and not round_.tasks.exists():
        raise RefusedError(_("Write down the tasks before you publish them."))
    round_.state = State.OPEN
    round_.save(update_fields=["state"])
    today = timezone.localdate()
    calendar = read_calendar(today, max(today, round_.closes_on))
    until = max(0, calendar.working_days_between(today, round_.closes_on))
    open_obligation(
        "lists.decide",
        round_,
        Holder(role=Role.CITY),
        working_days=until + adopted_count("lists.decision_days"),
        link=round_.get_absolute_url(),
        words=telling.words_of(round_),
    )
    telling.round_opened(round_)
    log(round_, before={"state": State.DRAFT}, after={"state": State.OPEN})
    return round_


@action("lists.cancel_round")
def cancel_round(actor: Actor, round_: Round, reason: str) -> None:
    """Calls off a round that is not published. RefusedError without a reason."""
    round_ = held(actor, round_, State.DRAFT, State.OPEN)
    if not reason.strip():
        raise RefusedError(_("Give the reason."), "reason")
    before, round_.state = round_.state, State.CANCELLED
    round_.save(update_fields=["state"])
    close_obligations(actor, round_, dropped=True)
    log(round_, before={"state": before}, after={"state": round_.state, "reason": reason.strip()})


def held(actor: Actor, round_: Round, *states: str) -> Round:
    """The round as it is now, held until the transaction ends. Raises PermissionDenied for who may
    not decide on its list, RefusedError where it is in none of ``states``."""
    require_decider(actor, round_.declared)
    found: Round = Round.objects.select_for_update().get(pk=round_.pk)
    require_state(found, states)
    return found


def require_state(round_: Round, states: Sequence[str]) -> None:
    if round_.state not in states:
        raise RefusedError(_("This round is %(state)s.") % {"state": round_.get_state_display()})
