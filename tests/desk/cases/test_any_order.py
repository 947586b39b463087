"""Whatever people do with a case, in whatever order: it stays a case that the table of states
knows, with those obliged that its state needs, and nothing that happened is lost."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from banyan.desk.audit import Actor, RefusedError
from banyan.desk.audit.models import Entry
from banyan.desk.cases.actions import (
    agreeing,
    closing,
    dispatching,
    extending,
    handling,
    helping,
)
from banyan.desk.cases.holding import awaits_enterprise
from banyan.desk.cases.models import Case, Closing, Extension, Help
from banyan.desk.cases.states import TRANSITIONS, By, Level, Outcome, State
from banyan.desk.obligations.calendar import is_working
from banyan.desk.obligations.models import Obligation
from banyan.desk.obligations.proposals import Proposal
from desk.cases.living import SYSTEM, Living
from desk.making import Making

WHO = ("enterprise", "county", "county_too", "city", "city_too", "lead", "company")
Act = Callable[[Living, Actor, Case], object]


def _extend(living: Living, who: Actor, case: Case) -> object:
    stage = case.stages.filter(done_at=None).first()
    if stage is None:
        raise RefusedError("no step")
    until = stage.due_on + timedelta(days=1)
    while not is_working(until):
        until += timedelta(days=1)
    return extending.ask_extension(who, stage, until, "设备未到")


def _answer_help(living: Living, who: Actor, case: Case) -> object:
    asked = Help.objects.filter(case=case, answered_at=None).first()
    if asked is None:
        raise RefusedError("nothing is asked")
    return helping.answer_help(who, asked, "线路正常")


def _decides(model: Any, act: Callable[..., object], *words: str) -> Act:
    def decide(living: Living, who: Actor, case: Case) -> object:
        waiting = model.objects.filter(case=case, state=Proposal.State.PROPOSED).first()
        if waiting is None:
            raise RefusedError("nothing is proposed")
        return act(who, waiting, *words)

    return decide


ACTS: dict[str, Act] = {
    "dispatch": lambda one, who, case: dispatching.dispatch(
        who, case, one.bureau, helping=[one.power]
    ),
    "dispatch to the company": lambda one, who, case: dispatching.dispatch(who, case, one.power),
    "accept": lambda one, who, case: dispatching.accept(who, case),
    "refuse": lambda one, who, case: dispatching.refuse(who, case, "不归我们"),
    "uphold": lambda one, who, case: dispatching.uphold(who, case, "归你们"),
    "transfer": lambda one, who, case: dispatching.transfer(who, case, one.power, "电网的事"),
    "escalate": lambda one, who, case: dispatching.escalate(who, case, "办不了"),
    "escalate by rule": lambda one, who, case: dispatching.escalate_by_rule(SYSTEM, case),
    "pause": lambda one, who, case: handling.pause(who, case, "等设备"),
    "resume": lambda one, who, case: handling.resume(who, case),
    "note": lambda one, who, case: handling.add_note(who, case, "已联系"),
    "answer": lambda one, who, case: one.solved(who, case, "换了变压器"),
    "agree": lambda one, who, case: agreeing.agree(who, case, 5),
    "agree badly": lambda one, who, case: agreeing.agree(who, case, 1),
    "disagree": lambda one, who, case: agreeing.disagree(who, case, "没有解决"),
    "reopen": lambda one, who, case: agreeing.reopen(who, case, "又停了"),
    "revisit": lambda one, who, case: agreeing.revisit(who, case, "已约谈"),
    "silence": lambda one, who, case: agreeing.take_up_silence(SYSTEM, case),
    "ask help": lambda one, who, case: helping.ask_help(who, case, one.power, "请查线路"),
    "answer help": _answer_help,
    "ask closing": lambda one, who, case: closing.ask_closing(who, case, "cannot", "没有办法"),
    "confirm closing": _decides(Closing, closing.confirm_closing),
    "refuse closing": _decides(Closing, closing.refuse_closing, "再想办法"),
    "withdraw closing": _decides(Closing, closing.withdraw_closing),
    "ask longer": _extend,
    "give longer": _decides(Extension, extending.confirm_extension),
    "give no longer": _decides(Extension, extending.refuse_extension, "按期办"),
}

_ALLOWED = {(one.action, one.source, one.target) for one in TRANSITIONS}
_NEEDS = {
    State.RECORDED: {"cases.dispatch"},
    State.DISPATCHED: {"cases.accept"},
    State.DISPUTED: {"cases.decide_dispute"},
    State.UNDER_WAY: {"cases.step"},
    State.PAUSED: {"cases.step"},
    State.CLOSED: set[str](),
}
"""What is open in a state; beside it what people asked of others (``_ASKED``)."""

_ASKED = {"cases.help", "cases.decide_closing", "cases.decide_extension", "cases.revisit"}


def _obliged(case: Case) -> list[Obligation]:
    return [
        one
        for one in Obligation.objects.filter(state__in=["open", "paused"])
        if one.link == f"/cases/{case.pk}/"
    ]


def _needs(case: Case) -> set[str]:
    if case.state != State.ANSWERED:
        return _NEEDS[State(case.state)]
    if not awaits_enterprise(case):
        return {"cases.decide_closing"}
    last = case.moves.filter(action__in=["silent", "report_solved"]).latest("pk")
    return {"cases.decide_silence" if last.action == "silent" else "cases.agree"}


def _holds(case: Case, before: Case, moves: int) -> None:
    """What is so after every act, whoever did it."""
    made = list(case.moves.order_by("pk"))
    assert case.state in State
    assert len(made) >= moves
    moved = [one for one in made[moves:] if one.action in {name for name, *_ in _ALLOWED}]
    for one in moved:
        assert (one.action, one.source, one.target) in _ALLOWED
    assert case.version == before.version + len(moved)
    if before.state != case.state:
        assert moved
    open_now = _obliged(case)
    kinds = [one.kind for one in open_now]
    assert set(kinds) - _ASKED == _needs(case) - _ASKED, kinds
    assert _needs(case) <= set(kinds)
    assert all(kinds.count(kind) == 1 for kind in set(kinds) - {"cases.help", "cases.step"})
    assert case.closed == (case.outcome != "")
    if case.closed:
        last = next(one for one in reversed(made) if one.target != one.source)
        assert set(kinds) <= {"cases.revisit"}
        assert last.action == ("agree" if case.outcome == Outcome.AGREED else "close")
        if last.action == "close":
            two = case.closings.filter(state=Proposal.State.CONFIRMED).latest("decided_at")
            assert two.proposed_by != two.decided_by
            assert two.decided_by == last.by
        else:
            assert last.by.role == "enterprise"
    again = case.moves.filter(action__in=["disagree", "reopen"]).count()
    assert case.round == again
    assert case.level == Level.CITY or before.level == Level.COUNTY
    if moved and moved[-1].action == "disagree":
        assert (case.level, case.state) == (Level.CITY, State.RECORDED)
    entries = Entry.objects.filter(subject="cases.case", key=str(case.pk)).count()
    assert entries >= len(made)


_CAPACITIES = {
    By.LEDGER: ("county", "county_too", "city"),
    By.SECOND: ("county", "county_too", "city_too"),
    By.LEAD: ("lead", "company"),
    By.ENTERPRISE: ("enterprise",) * 4,
}
_NAMED = {
    "report_solved": ("answer",),
    "agree": ("agree", "agree badly"),
    "dispatch": ("dispatch", "dispatch to the company"),
    "escalate": ("escalate", "escalate by rule"),
    "close": ("ask closing", "confirm closing", "refuse closing"),
    "hand_back": ("refuse closing",),
}


def _fitting(case: Case) -> list[tuple[str, str]]:
    """Acts that the table has from here, with people who may do them; first what a second person
    is asked."""
    if case.closings.filter(state=Proposal.State.PROPOSED).exists():
        return [("confirm closing", who) for who in _CAPACITIES[By.SECOND]]
    return [
        (name, who)
        for one in TRANSITIONS
        if one.source == case.state
        for name in _NAMED.get(one.action, (one.action,))
        for who in _CAPACITIES[one.by]
    ]


ANY = [(name, who) for name in sorted(ACTS) for who in WHO]


@pytest.mark.django_db
def test_whatever_is_done_in_whatever_order_a_case_stays_whole(making: Making) -> None:
    living = Living(making)
    seen: set[tuple[str, str]] = set()

    @settings(
        max_examples=20,
        deadline=None,
        derandomize=True,
        database=None,
        suppress_health_check=list(HealthCheck),
    )
    @given(data=st.data())
    def lives(data: st.DataObject) -> None:
        begins = [living.raised, living.answered, living.closed, living.warning]
        case = older = data.draw(st.sampled_from(begins))()
        for _step in range(data.draw(st.integers(3, 10))):
            now = Case.objects.get(pk=case.pk)
            fits = data.draw(st.sampled_from([True, True, True, False]))
            name, who = data.draw(st.sampled_from(_fitting(now) if fits else ANY))
            read = data.draw(st.sampled_from([now, now, now, older]))
            moves = now.moves.count()
            try:
                ACTS[name](living, getattr(living, who), read)
            except (RefusedError, PermissionDenied):
                after = Case.objects.get(pk=case.pk)
                assert (after.version, after.state) == (now.version, now.state)
                assert after.moves.count() == moves
            else:
                seen.add((name, now.state))
            _holds(Case.objects.get(pk=case.pk), now, moves)
            older = now

    lives()
    names = {name for name, _state in seen}
    assert names >= {"confirm closing", "reopen"}
    assert names & {"agree", "agree badly", "disagree"}
