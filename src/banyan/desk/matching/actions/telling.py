"""Telling the enterprises, reminding them, and what silence does."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import date
from itertools import groupby

from django.utils import timezone
from django.utils.translation import gettext as _

from banyan.desk.audit import Actor, RefusedError, action, log
from banyan.desk.matching import duties, telling
from banyan.desk.matching.actions.holding import held, move, reason_given
from banyan.desk.matching.exceptions import Word, joined, represented
from banyan.desk.matching.models import Match
from banyan.desk.obligations.calendar import working_days_after
from banyan.desk.obligations.models import Obligation
from banyan.desk.people import access
from banyan.desk.policy_pack import adopted_count
from banyan.rules.wording import yuan


@action("matching.tell")
def tell(actor: Actor, numbers: Collection[int]) -> int:
    """Tells those who speak for the organizations, one message each organization and year, and
    has them answer within the pack's ``matching.answer_days``. A match that nobody could confirm
    is held. How many were told; RefusedError where none could be."""
    matches = held(actor, "tell", numbers)
    speaking = represented({match.uscc for match in matches})
    for match in matches:
        if match.uscc not in speaking:
            _hold_for_want_of_people(match)
    told = [match for match in matches if match.uscc in speaking]
    _tell(told, "tell")
    for year in {match.year for match in matches}:
        duties.settle_telling(actor, year)
    return len(told)


@action("matching.reopen")
def reopen(actor: Actor, numbers: Collection[int], reason: str) -> int:
    """Asks again where silence or a refusal had ended it, with a reason. How many there were;
    RefusedError where there was none."""
    why = reason_given(reason)
    matches = held(actor, "reopen", numbers)
    speaking = represented({match.uscc for match in matches})
    matches = [match for match in matches if match.uscc in speaking]
    if not matches:
        raise RefusedError(_("Nobody represents this organization here, so nobody could confirm."))
    _tell(matches, "reopen", reason=why)
    return len(matches)


def _tell(matches: Sequence[Match], verb: str, **said: str) -> None:
    names = telling.names_of(match.uscc for match in matches)
    now = timezone.now()
    for (uscc, _year), group in groupby(matches, key=lambda match: (match.uscc, match.year)):
        own = list(group)
        name = names.get(uscc, uscc)
        for match in own:
            match.told_at, match.reminded_on = now, None
            match.answered_at = match.answered_by = None
            match.due_on = duties.open_confirming(match, name).due_on
            fields = ("told_at", "due_on", "reminded_on", "answered_at", "answered_by")
            move(match, verb, *fields, due_on=match.due_on, amount=yuan(match.amount), **said)
        telling.tell_representatives("matching.told", uscc, name, own, now.isoformat())


def _hold_for_want_of_people(match: Match) -> None:
    match.exceptions = joined({*match.words, Word.NOBODY_REPRESENTS})
    before, match.state = match.state, Match.State.HELD
    match.save(update_fields=["state", "exceptions"])
    log(
        match,
        before={"state": before},
        after={"state": match.state, "exceptions": match.words},
        organization=match.uscc,
    )
    duties.open_review(match, telling.names_of([match.uscc]).get(match.uscc, match.uscc))


def to_remind(day: date) -> list[int]:
    """The matches whose enterprise is to be reminded on the day: so many working days after it was
    told, or reminded last, and not after the last day."""
    between = adopted_count("matching.reminder_days")
    waiting = Match.objects.filter(state=Match.State.TOLD, due_on__gte=day)
    stopped = {pk for pk, clock in _clocks().items() if clock.state == Obligation.State.PAUSED}
    due: dict[date, bool] = {}
    found = []
    for pk, told_at, reminded_on in waiting.values_list("pk", "told_at", "reminded_on"):
        last = reminded_on or timezone.localdate(told_at)
        if last not in due:
            due[last] = working_days_after(last, between) <= day
        if due[last] and pk not in stopped:
            found.append(pk)
    return found


@action("matching.remind")
def remind(actor: Actor, numbers: Collection[int], day: date) -> int:
    """Reminds of these matches; for the system itself alone."""
    access.require(actor)
    rows = Match.objects.select_for_update().filter(pk__in=list(numbers), state=Match.State.TOLD)
    matches = list(rows.exclude(reminded_on=day).order_by("uscc", "year", "measure"))
    names = telling.names_of(match.uscc for match in matches)
    for (uscc, _year), group in groupby(matches, key=lambda match: (match.uscc, match.year)):
        own = list(group)
        for match in own:
            match.reminded_on = day
            match.save(update_fields=["reminded_on"])
            log(match, after={"reminded_on": day}, organization=uscc)
        telling.tell_representatives(
            "matching.reminded", uscc, names.get(uscc, uscc), own, day.isoformat()
        )
    if not matches:
        raise RefusedError(_("There is nobody to be reminded."))
    return len(matches)


def to_postpone() -> dict[int, date]:
    """The matches whose obligation was given more time, with their new last day."""
    clocks = _clocks()
    waiting = Match.objects.filter(state=Match.State.TOLD).values_list("pk", "due_on")
    return {
        pk: clocks[pk].due_on
        for pk, due_on in waiting
        if pk in clocks and clocks[pk].due_on != due_on
    }


@action("matching.postpone")
def postpone(actor: Actor, last_days: Mapping[int, date]) -> int:
    """Takes over the last days of the obligations, by the number of the match; for the system
    itself alone."""
    access.require(actor)
    rows = Match.objects.select_for_update().filter(pk__in=list(last_days), state=Match.State.TOLD)
    matches = list(rows.order_by("uscc", "year", "measure"))
    for match in matches:
        before, match.due_on = match.due_on, last_days[match.pk]
        match.save(update_fields=["due_on"])
        log(
            match,
            before={"due_on": before},
            after={"due_on": match.due_on},
            organization=match.uscc,
        )
    if not matches:
        raise RefusedError(_("None of them waits any more."))
    return len(matches)


def to_lapse(day: date) -> list[int]:
    """The matches whose last day is over, those left out of which somebody stopped the clock."""
    over = Match.objects.filter(state=Match.State.TOLD, due_on__lt=day).order_by("pk")
    numbers = list(over.values_list("pk", flat=True))
    return [pk for piece in _pieces(numbers) for pk in _over(piece, day)]


def _over(numbers: Sequence[int], day: date) -> Iterator[int]:
    clocks = _clocks([str(pk) for pk in numbers])
    for pk in numbers:
        clock = clocks.get(pk)
        if clock is None or not (clock.state == Obligation.State.PAUSED or clock.due_on >= day):
            yield pk


def _clocks(keys: Sequence[str] | None = None) -> dict[int, Obligation]:
    """The open obligations to confirm, of these matches or all, by the number of the match."""
    found = Obligation.objects.filter(
        kind=telling.CONFIRM,
        subject=Match._meta.label_lower,
        state__in=[Obligation.State.OPEN, Obligation.State.PAUSED],
    )
    if keys is not None:
        found = found.filter(key__in=keys)
    return {int(one.key): one for one in found}


def _pieces(numbers: Sequence[int], size: int = 500) -> Iterator[Sequence[int]]:
    for at in range(0, len(numbers), size):
        yield numbers[at : at + size]


@action("matching.lapse")
def lapse(actor: Actor, numbers: Collection[int], day: date) -> int:
    """Silence until the last day ends these matches on ``day``; for the system itself alone. Those
    that were answered meanwhile, or have more time, stay. How many lapsed; RefusedError where
    none did."""
    over = set(_over(list(numbers), day))
    matches = [
        match
        for match in held(actor, "lapse", numbers)
        if match.pk in over and match.due_on is not None and match.due_on < day
    ]
    if not matches:
        raise RefusedError(_("None of them is over."))
    names = telling.names_of(match.uscc for match in matches)
    for (uscc, _year), group in groupby(matches, key=lambda match: (match.uscc, match.year)):
        own = list(group)
        for match in own:
            move(match, "lapse", due_on=match.due_on)
            duties.close_confirming(actor, match, dropped=True)
        telling.tell_representatives(
            "matching.lapsed", uscc, names.get(uscc, uscc), own, day.isoformat()
        )
    return len(matches)
