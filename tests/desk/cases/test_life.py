"""The life of a case, as those live it who have to do with it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, transaction
from django.utils.translation import override

from banyan.desk.audit import RefusedError
from banyan.desk.audit.models import Entry
from banyan.desk.cases import duties
from banyan.desk.cases.actions import (
    agreeing,
    closing,
    dispatching,
    extending,
    handling,
    helping,
)
from banyan.desk.cases.errors import MovedError
from banyan.desk.cases.evidence import evidence_of
from banyan.desk.cases.models import Case, Move
from banyan.desk.cases.states import Level, State
from banyan.desk.messaging.models import Message
from banyan.desk.obligations import actions as todo
from banyan.desk.obligations.models import Obligation
from desk.applications.files import PDF
from desk.cases.living import SYSTEM, Living, on
from desk.making import Making

pytestmark = pytest.mark.django_db


@pytest.fixture
def living(making: Making, monkeypatch: pytest.MonkeyPatch) -> Iterator[Living]:
    on(monkeypatch, "2026-03-02")
    with override("en"):
        yield Living(making)


def _due() -> list[tuple[str, str]]:
    return [
        (one.kind, one.due_on.isoformat())
        for one in Obligation.objects.filter(state__in=["open", "paused"]).order_by("id")
    ]


def _now(case: Case) -> Case:
    return Case.objects.get(pk=case.pk)


def test_a_problem_is_solved_when_the_enterprise_says_so(living: Living) -> None:
    case = living.raised()
    assert _due() == [("cases.dispatch", "2026-03-03")]
    case = dispatching.dispatch(living.county, case, living.bureau)
    assert _due() == [("cases.accept", "2026-03-03")]
    case = dispatching.accept(living.lead, case)
    assert _due() == [("cases.step", "2026-03-16")]
    case = living.solved(living.lead, case, "换了变压器。")
    assert _due() == [("cases.agree", "2026-03-09")]
    case = agreeing.agree(living.enterprise, case, 5, "很快")
    assert _due() == []
    assert (case.state, case.outcome, case.rating, case.due_on) == ("closed", "agreed", 5, None)
    assert [one.action for one in case.moves.all()] == [
        "open",
        "dispatch",
        "accept",
        "report_solved",
        "agree",
    ]


def test_a_county_case_goes_late_to_the_city_is_solved_disputed_and_solved_again(
    living: Living, monkeypatch: pytest.MonkeyPatch
) -> None:
    case = living.under_way()
    on(monkeypatch, "2026-03-19")
    duties.escalate_overdue_cases(SYSTEM, case.due_on.replace(day=19))
    assert _now(case).level == Level.COUNTY, "three working days late is not more than three"
    on(monkeypatch, "2026-03-20")
    duties.escalate_overdue_cases(SYSTEM, case.due_on.replace(day=20))
    case = _now(case)
    assert (case.level, case.state) == (Level.CITY, State.RECORDED)
    duties.escalate_overdue_cases(SYSTEM, case.due_on.replace(day=20))
    assert case.moves.filter(action="escalate").count() == 1
    case = dispatching.dispatch(living.city, case, living.power)
    case = dispatching.accept(living.company, case)
    case = living.solved(living.company, case, "修好了")
    case = agreeing.disagree(living.enterprise, case, "昨天又停了")
    assert (case.round, case.level, case.state) == (1, Level.CITY, State.RECORDED)
    case = dispatching.dispatch(living.city, case, living.power)
    case = dispatching.accept(living.company, case)
    case = living.solved(living.company, case, "换了电缆")
    case = agreeing.agree(living.enterprise, case, 4)
    assert case.closed
    assert case.stages.count() == 2
    told = Entry.objects.filter(subject="cases.case", key=str(case.pk)).count()
    assert told >= case.moves.count()


def test_dissatisfaction_takes_a_county_case_one_level_up(living: Living) -> None:
    case = agreeing.disagree(living.enterprise, living.answered(), "没有解决")
    assert case.level == Level.CITY
    assert _due()[-1][0] == "cases.dispatch"
    assert Obligation.objects.get(kind="cases.dispatch", state="open").role == "city"


def test_the_clock_stands_still_while_a_case_is_paused(
    living: Living, monkeypatch: pytest.MonkeyPatch
) -> None:
    case = living.under_way()
    on(monkeypatch, "2026-03-05")
    case = handling.pause(living.county, case, "等设备到货")
    assert case.due_on is None
    on(monkeypatch, "2026-04-10")
    case = handling.resume(living.county, case)
    # 7 working days were left, counted from 10 April
    assert case.due_on is not None
    assert case.due_on.isoformat() == "2026-04-21"
    assert _due() == [("cases.step", "2026-04-21")]
    assert case.stages.get().due_on == case.due_on


def test_after_a_transfer_the_new_unit_has_its_own_days(
    living: Living, monkeypatch: pytest.MonkeyPatch
) -> None:
    case = living.under_way()
    case = dispatching.escalate(living.county, case, "县里办不了")
    case = dispatching.dispatch(living.city, case, living.bureau)
    case = dispatching.accept(living.lead, case)
    on(monkeypatch, "2026-03-10")
    case = dispatching.transfer(living.city, case, living.power, "是电网的事")
    assert _due() == [("cases.accept", "2026-03-11")]
    case = dispatching.accept(living.company, case)
    assert _due() == [("cases.step", "2026-03-24")]


def test_a_unit_sends_a_case_back_and_the_ledger_decides(living: Living) -> None:
    case = dispatching.refuse(living.lead, living.dispatched(), "不归我们管")
    assert _due() == [("cases.decide_dispute", "2026-03-03")]
    case = dispatching.uphold(living.county, case, "按职责清单归你们")
    assert (case.state, _due()) == (State.UNDER_WAY, [("cases.step", "2026-03-16")])
    with pytest.raises(RefusedError):
        dispatching.escalate(living.county, case, "  ")


def test_a_county_gives_cases_to_units_of_the_county_alone(living: Living) -> None:
    with pytest.raises(RefusedError, match="city's ledger"):
        dispatching.dispatch(living.county, living.raised(), living.power)


def test_helping_units_have_days_to_answer(living: Living) -> None:
    case = living.under_way()
    asked = helping.ask_help(living.lead, case, living.power, "请查线路")
    assert ("cases.help", "2026-03-05") in _due()
    with pytest.raises(RefusedError):
        helping.ask_help(living.lead, case, living.power, "请查线路")
    with pytest.raises(PermissionDenied):
        helping.answer_help(living.lead, asked, "查了")
    helping.answer_help(living.company, asked, "线路正常")
    assert [kind for kind, _day in _due()] == ["cases.step"]
    helping.ask_help(living.lead, case, living.power, "请再查")
    assert ("cases.help", "2026-03-05") in _due()


def test_a_case_without_the_enterprises_word_is_closed_by_two(living: Living) -> None:
    asked = living.asked_to_close()
    with pytest.raises(PermissionDenied):
        closing.confirm_closing(living.lead, asked)
    case = closing.confirm_closing(living.county, asked)
    assert (case.state, case.outcome) == (State.CLOSED, "cannot")
    assert _due() == []


def test_nobody_confirms_what_they_asked_themselves(living: Living) -> None:
    asked = closing.ask_closing(living.county, living.under_way(), "cannot", "没有办法")
    with pytest.raises(RefusedError):
        closing.confirm_closing(living.county, asked)
    assert closing.confirm_closing(living.county_too, asked).closed


def test_silence_is_decided_by_two_and_the_enterprise_may_still_speak(
    living: Living, monkeypatch: pytest.MonkeyPatch
) -> None:
    case = living.answered()
    on(monkeypatch, "2026-03-09")
    duties.take_up_silence(SYSTEM, case.due_on)
    assert [kind for kind, _day in _due()] == ["cases.agree"]
    on(monkeypatch, "2026-03-10")
    for _again in range(2):
        duties.take_up_silence(SYSTEM, case.due_on.replace(day=10))
    assert _due() == [("cases.decide_silence", "2026-03-12")]
    asked = closing.ask_closing(living.county, _now(case), "solved", "电话核实已恢复")
    case = closing.confirm_closing(living.county_too, asked)
    assert (case.closed, _due()) == (True, [])
    case = agreeing.reopen(living.enterprise, case, "没有解决")
    assert (case.level, case.round, case.outcome) == (Level.CITY, 1, "")


def test_a_warning_has_three_steps_and_ends_by_a_second_person(living: Living) -> None:
    case = living.warning()
    days = [day for _kind, day in _due()]
    assert days == ["2026-03-03", "2026-03-05", "2026-03-09"]
    assert case.due_on is not None
    assert case.due_on.isoformat() == "2026-03-03"
    with pytest.raises(RefusedError):
        handling.report_solved(living.lead, case, "企业检修")
    handling.finish_step(living.lead, case, "answer", "已联系")
    assert _now(case).due_on.isoformat() == "2026-03-05"
    handling.finish_step(living.lead, case, "meet", "已会商")
    case = handling.report_solved(living.lead, case, "检修结束，产值恢复")
    assert [kind for kind, _day in _due()] == ["cases.decide_closing"]
    case = closing.refuse_closing(living.county, case.closings.get(), "看不到数据")
    assert (case.state, [kind for kind, _day in _due()]) == (State.UNDER_WAY, ["cases.step"])
    case = handling.report_solved(living.lead, case, "附三月数据")
    waiting = case.closings.get(state="proposed")
    assert closing.confirm_closing(living.county, waiting).closed


def test_a_false_alarm_is_a_warnings_end_alone(living: Living) -> None:
    asked = closing.ask_closing(living.lead, living.warning(), "false_alarm", "统计口径变了")
    assert closing.confirm_closing(living.county, asked).outcome == "false_alarm"
    with pytest.raises(RefusedError):
        closing.ask_closing(living.lead, living.under_way(), "false_alarm", "不是问题")


def test_longer_is_asked_in_time_and_given_by_another(
    living: Living, monkeypatch: pytest.MonkeyPatch
) -> None:
    case = living.under_way()
    stage = case.stages.get()
    with pytest.raises(RefusedError):
        extending.ask_extension(living.lead, stage, stage.due_on.replace(day=21), "周六")
    asked = extending.ask_extension(living.lead, stage, stage.due_on.replace(day=25), "设备未到")
    with pytest.raises(PermissionDenied):
        extending.confirm_extension(living.lead, asked)
    case = extending.confirm_extension(living.county, asked)
    assert case.due_on is not None
    assert case.due_on.isoformat() == "2026-03-25"
    assert _due() == [("cases.step", "2026-03-25")]
    on(monkeypatch, "2026-03-26")
    stage.refresh_from_db()
    with pytest.raises(RefusedError, match="before the last day"):
        extending.ask_extension(living.lead, stage, stage.due_on.replace(day=31), "又晚了")


def test_what_waits_for_a_second_person_ends_when_the_case_moves(living: Living) -> None:
    asked = living.asked_to_close()
    case = living.solved(living.lead, _now(asked.case), "解决了")
    asked.refresh_from_db()
    assert asked.state == "withdrawn"
    assert [kind for kind, _day in _due()] == ["cases.agree"]
    assert case.state == State.ANSWERED


def test_a_bad_rating_is_asked_about(living: Living) -> None:
    case = living.closed(rating=2)
    assert [kind for kind, _day in _due()] == ["cases.revisit"]
    agreeing.revisit(living.county, case, "态度不好，已约谈")
    assert (_due(), _now(case).revisit_text) == ([], "态度不好，已约谈")
    with pytest.raises(MovedError):
        agreeing.revisit(living.county, case, "再问一次")


def test_who_comes_second_is_told_what_the_first_did(living: Living) -> None:
    read = living.raised()
    dispatching.dispatch(living.county, read, living.bureau)
    with pytest.raises(MovedError, match="keeper was first"):
        dispatching.dispatch(living.county_too, read, living.bureau)
    assert Obligation.objects.filter(state="open").count() == 1


def test_what_happened_cannot_be_changed_or_deleted(living: Living) -> None:
    case = living.closed()
    changes: list[Any] = [
        lambda: Move.objects.filter(case=case).update(note="x"),
        lambda: Move.objects.filter(case=case).delete(),
        lambda: case.delete(),
    ]
    for change in changes:
        with pytest.raises(DatabaseError), transaction.atomic():
            change()


def test_the_enterprise_hears_of_what_concerns_it_and_not_of_disputes(living: Living) -> None:
    dispatching.refuse(living.lead, living.dispatched(), "不归我们管")
    told = Message.objects.filter(account=living.enterprise.account, kind="cases.moved")
    assert [one.context["what"]["en"] for one in told.order_by("id")] == ["dispatched"]
    seen = Move.objects.visible_to(living.enterprise.account)
    assert not seen.filter(action="refuse").exists()
    kept = Message.objects.filter(account=living.county_too.account, kind="cases.moved")
    assert "sent back by the lead unit" in [one.context["what"]["en"] for one in kept]


def test_others_can_do_nothing(living: Living) -> None:
    case = living.under_way()
    other = living.making.actor("county", username="elsewhere", county="350103")
    with pytest.raises(PermissionDenied):
        dispatching.transfer(other, case, living.power, "给我")
    with pytest.raises(PermissionDenied):
        handling.report_solved(living.company, case, "不是我们")
    stranger = living.making.actor("enterprise", username="stranger")
    with pytest.raises(PermissionDenied):
        handling.add_note(stranger, case, "你好")


def test_a_county_gives_a_request_for_power_to_the_power_company_itself(living: Living) -> None:
    """It has no counties; what is no such request goes to the city's ledger first."""
    fields = {"capacity": "630", "voltage": "10kV", "needed_on": "2026-06-01"}
    case = living.raised(kind="factor", category="power", fields=fields)
    given = dispatching.dispatch(living.county, case, living.power)
    assert dispatching.accept(living.company, given).state == State.UNDER_WAY
    with pytest.raises(RefusedError):
        dispatching.dispatch(living.county, living.raised(), living.power)


def test_the_lead_unit_does_not_stop_its_own_clock_from_the_to_do(living: Living) -> None:
    living.under_way()
    step = Obligation.objects.get(kind="cases.step")
    assert step in Obligation.objects.held_by(living.lead.account)
    with pytest.raises(PermissionDenied):
        todo.pause(living.lead, step, "没有人手")


def test_a_file_that_was_shown_before_proves_it_again_in_a_new_round(
    living: Living, tmp_path: Path
) -> None:
    proof = tmp_path / "x"
    proof.write_bytes(PDF)
    shown = [(proof, "验收单.pdf")]
    case = handling.report_solved(living.lead, living.under_way(), "换了变压器。", evidence=shown)
    case = agreeing.disagree(living.enterprise, case, "又停电了。")
    assert not evidence_of(case).exists()
    case = dispatching.accept(living.lead, dispatching.dispatch(living.city, case, living.bureau))
    case = handling.report_solved(living.lead, case, "更换了线路。", evidence=shown)
    assert case.state == State.ANSWERED
    assert [(one.name, one.round) for one in evidence_of(case)] == [("验收单.pdf", 1)]
    assert [one.round for one in case.files.all()] == [0, 1]


def test_in_one_round_a_file_is_kept_once_and_once_more_as_what_proves_it(
    living: Living, tmp_path: Path
) -> None:
    file = tmp_path / "x"
    file.write_bytes(PDF)
    case = living.under_way()
    handling.add_file(living.lead, case, file, "照片.pdf")
    with pytest.raises(RefusedError, match="already"):
        handling.add_file(living.lead, case, file, "照片.pdf")
    handling.add_file(living.lead, case, file, "照片.pdf", evidence=True)
    case = handling.report_solved(
        living.lead, _now(case), "换了变压器。", evidence=[(file, "照片.pdf")]
    )
    assert [one.evidence for one in case.files.all()] == [False, True]
