"""Of two who move a case at once, one wins and the other is told."""

from __future__ import annotations

import threading
from typing import Any

import pytest
from django.db.models import QuerySet

from banyan.desk.cases.actions import agreeing, closing, dispatching, moving
from banyan.desk.cases.errors import MovedError
from banyan.desk.cases.models import Case
from banyan.desk.obligations.models import Obligation
from desk.at_once import at_once
from desk.cases.living import Living
from desk.making import Making

pytestmark = pytest.mark.django_db(transaction=True)


def test_two_dispatch_the_same_case(making: Making) -> None:
    living = Living(making)
    read = living.raised()
    raised = at_once(
        lambda: dispatching.dispatch(living.county, read, living.bureau),
        lambda: dispatching.dispatch(living.county_too, read, living.bureau),
    )
    assert sorted(type(one).__name__ for one in raised) == ["MovedError", "NoneType"]
    assert Case.objects.get().moves.filter(action="dispatch").count() == 1
    assert Obligation.objects.filter(state="open").count() == 1


def test_one_closes_while_the_enterprise_says_that_it_is_not_solved(making: Making) -> None:
    living = Living(making)
    answered = living.answered()
    asked = closing.ask_closing(living.lead, answered, "solved", "已恢复供电")
    raised = at_once(
        lambda: closing.confirm_closing(living.county, asked),
        lambda: agreeing.disagree(living.enterprise, answered, "没有解决"),
    )
    lost = [one for one in raised if one is not None]
    assert len(lost) == 1
    case = Case.objects.get()
    ends = case.moves.filter(action__in=["close", "disagree"])
    assert ends.count() == 1
    assert case.closed == (ends.get().action == "close")


def test_two_open_a_closed_case_again(making: Making) -> None:
    living = Living(making)
    closed = living.closed()
    raised = at_once(
        lambda: agreeing.reopen(living.enterprise, closed, "又停了"),
        lambda: agreeing.reopen(living.county, closed, "企业来电"),
    )
    assert [type(one) for one in raised if one is not None] == [MovedError]
    assert Case.objects.get().round == 1


def _end(case: Case) -> list[str]:
    """The moves that closed it or opened it again, in their order."""
    ends = case.moves.filter(action__in=["agree", "close", "reopen"])
    return list(ends.order_by("pk").values_list("action", flat=True))


def test_the_enterprise_agrees_while_two_officials_close(making: Making) -> None:
    living = Living(making)
    answered = living.answered()
    asked = closing.ask_closing(living.lead, answered, "solved", "已恢复供电")
    raised = at_once(
        lambda: agreeing.agree(living.enterprise, answered, 5),
        lambda: closing.confirm_closing(living.county, asked),
    )
    assert sum(one is None for one in raised) == 1
    case = Case.objects.get()
    (end,) = _end(case)
    assert case.outcome == ("agreed" if end == "agree" else "solved")
    assert (case.rating == 5) == (end == "agree")
    assert not Obligation.objects.filter(state="open").exists()


def test_one_closes_while_another_opens_again_what_was_read_as_closed(making: Making) -> None:
    """Each reads its own page: the enterprise the closed case, the officer the one of a round
    later, asked to be closed."""
    living = Living(making)
    closed = living.closed()
    again = agreeing.reopen(living.enterprise, closed, "又停了")
    asked = closing.ask_closing(living.city, again, "cannot", "线路在改造")
    raised = at_once(
        lambda: closing.confirm_closing(living.city_too, asked),
        lambda: agreeing.reopen(living.county, closed, "企业来电"),
    )
    assert [type(one) for one in raised] == [type(None), MovedError]
    case = Case.objects.get()
    assert (case.closed, case.round) == (True, 1)
    assert _end(case) == ["agree", "reopen", "close"]


def test_without_the_guard_both_an_agreement_and_a_closing_would_stand(
    making: Making, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Why a move compares before it writes: with the guard off, of two who have read the answered
    case each writes an end of its own, and what the enterprise said is lost."""
    living = Living(making)
    answered = living.answered()
    asked = closing.ask_closing(living.lead, answered, "cannot", "电网规划未到")
    real = QuerySet.filter

    def unguarded(self: Any, *conditions: Any, **named: Any) -> Any:
        if self.model is Case and {"pk", "state", "version"} == named.keys():
            named = {"pk": named["pk"]}
        return real(self, *conditions, **named)

    monkeypatch.setattr(QuerySet, "filter", unguarded)
    monkeypatch.setattr(moving, "drop_proposals", lambda actor, case: None)
    agreed = threading.Event()

    def close_late() -> None:
        read = closing._read
        monkeypatch.setattr(closing, "_read", lambda actor, one: answered)
        agreed.wait(timeout=20)
        closing.confirm_closing(living.county, asked)
        monkeypatch.setattr(closing, "_read", read)

    def agree_first() -> None:
        agreeing.agree(living.enterprise, answered, 5)
        agreed.set()

    assert at_once(agree_first, close_late) == [None, None]
    case = Case.objects.get()
    assert _end(case) == ["agree", "close"]
    assert (case.outcome, case.rating) == ("cannot", 5)
