"""Where a match stands on its way to the bank: three steps, as the enterprise sees them.

What is known is on the awards and runs below; the payments themselves lie above."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from banyan.desk.matching.models import Match
from banyan.desk.settlement.models import Award, Run

DONE, NOW, LATER, ENDED = "done", "now", "later", "ended"


@dataclass(frozen=True)
class Step:
    """One of the three steps. ``state`` is done, now, later or ended; ``words`` say in sentences
    where it stands; ``links`` lead on, each a label and an address."""

    title: str
    state: str
    words: tuple[str, ...]
    links: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Money:
    """``awarded``, ``payable`` and ``paid`` in fen; ``run`` is the last one that awarded
    anything."""

    run: Run | None = None
    awarded: int = 0
    payable: int = 0
    paid: int = 0


def money_of(matches: Iterable[Match]) -> dict[int, Money]:
    """What runs have made of each match, by its number."""
    wanted = list(matches)
    awards = (
        Award.objects.filter(
            uscc__in={match.uscc for match in wanted},
            year__in={match.year for match in wanted},
            measure__in={match.measure for match in wanted},
        )
        .exclude(state=Award.State.RELEASED)
        .select_related("line__run")
        .order_by("pk")
    )
    by_match: dict[tuple[int, str, str], list[Award]] = {}
    for award in awards:
        by_match.setdefault((award.year, award.measure, award.uscc), []).append(award)
    found = {}
    for match in wanted:
        own = by_match.get((match.year, match.measure, match.uscc), [])
        payable = [award for award in own if award.state == Award.State.PAYABLE]
        found[match.pk] = Money(
            run=own[-1].line.run if own else None,
            awarded=sum(award.amount - award.reduced for award in own),
            payable=sum(award.amount - award.reduced for award in payable),
            paid=sum(award.paid for award in own),
        )
    return found


def steps(match: Match, money: Money, today: date) -> list[Step]:
    """The three steps: matched, you confirm, notice and payment."""
    return [_matched(match), _answered(match, today), _paid(match, money)]


def _matched(match: Match) -> Step:
    words = [_("Found from verified records on %(day)s.") % {"day": _day(match.found_at)}]
    if match.state == Match.State.GONE:
        return Step(
            _("Matched"),
            ENDED,
            (*words, _("By the records as they are now it is no longer so.")),
        )
    if match.state == Match.State.HELD:
        return Step(_("Matched"), NOW, (*words, _("An officer looks at it first.")))
    return Step(_("Matched"), DONE, tuple(words))


def _answered(match: Match, today: date) -> Step:
    states, title = Match.State, _("You confirm")
    match match.state:
        case states.TOLD:
            assert match.due_on is not None
            left = (match.due_on - today).days
            words = _("Waiting for your answer until %(day)s.") % {"day": match.due_on.isoformat()}
            return Step(title, NOW, (words,) if left >= 0 else (words, _("That day is over.")))
        case states.CONFIRMED:
            said = {"day": _day(match.answered_at), "name": str(match.answered_by or "")}
            return Step(title, DONE, (_("Confirmed on %(day)s by %(name)s.") % said,))
        case states.DECLINED:
            said = {"day": _day(match.answered_at), "name": str(match.answered_by or "")}
            return Step(title, ENDED, (_("Declined on %(day)s by %(name)s.") % said,))
        case states.LAPSED:
            day = match.due_on.isoformat() if match.due_on else ""
            lapsed = _("Lapsed without an answer until %(day)s.") % {"day": day}
            return Step(title, ENDED, (lapsed,))
        case states.FOUND:
            return Step(title, LATER, (_("You will be told when you can confirm."),))
        case _:
            return Step(title, LATER, ())


def _paid(match: Match, money: Money) -> Step:
    title, run = _("Public notice and payment"), money.run
    if run is None:
        return Step(title, LATER, (_("Not on public notice yet."),))
    confirmed = match.state == Match.State.CONFIRMED
    said: dict[str, Any] = {
        "from": run.noticed_on.isoformat() if run.noticed_on else "",
        "to": run.notice_ends_on.isoformat() if run.notice_ends_on else "",
    }
    if run.state == Run.State.NOTICED:
        words = [_("On public notice from %(from)s to %(to)s.") % said]
    else:
        words = [_("Approved; its public notice is dated from %(from)s to %(to)s.") % said]
    state = NOW if confirmed else LATER
    if money.paid and money.paid >= money.awarded:
        words.append(_("Paid in full."))
        state = DONE
    elif not confirmed:
        words.append(_("It is paid only once you have confirmed."))
    elif money.paid:
        words.append(_("Paid in part."))
    elif money.payable:
        words.append(_("Waiting to be paid."))
    links = (
        (_("The public notice"), reverse("settlement:notice", args=[run.pk])),
        (_("What was awarded"), reverse("settlement:organization", args=[match.uscc])),
    )
    return Step(title, state, tuple(words), links)


def _day(moment: Any) -> str:
    return timezone.localdate(moment).isoformat() if moment else ""
