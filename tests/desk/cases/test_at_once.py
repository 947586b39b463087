"""Of two who move a case at once, one wins and the other is told."""

from __future__ import annotations

import pytest

from banyan.desk.cases.actions import agreeing, closing, dispatching
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
