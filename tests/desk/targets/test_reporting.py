"""Actual values as people report them, and who confirms them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, transaction
from django.utils import translation

from banyan.desk.audit import Actor, RefusedError
from banyan.desk.obligations.models import Obligation
from banyan.desk.people.roles import Role
from banyan.desk.policy_pack import targets_file
from banyan.desk.targets import importing, indicators
from banyan.desk.targets.actions import asking, reporting
from banyan.desk.targets.actions.reporting import Stated
from banyan.desk.targets.amounts import parsed, written
from banyan.desk.targets.indicators import declared_indicators
from banyan.desk.targets.models import Expected, Report, Standing, Value, ValueVersion
from desk.at_once import at_once
from desk.making import Making
from desk.targets.showing import TASK, TODAY, account, file, indicator, reported, second

pytestmark = pytest.mark.django_db
SEPTEMBER = date(2026, 9, 1)


@pytest.fixture(autouse=True)
def _today(monkeypatch: pytest.MonkeyPatch, settings: Any, tmp_path: Path) -> None:
    monkeypatch.setattr("django.utils.timezone.localdate", lambda *_: TODAY)
    settings.MEDIA_ROOT = tmp_path / "files"


def test_a_value_counts_once_a_second_person_confirmed_it(making: Making, tmp_path: Path) -> None:
    report = reported(making, tmp_path)
    assert not Value.objects.exists()
    with pytest.raises(RefusedError):
        reporting.confirm(Actor(report.proposed_by), report)
    reporting.confirm(second(making), report)
    value = Value.objects.get()
    assert (value.value, value.as_of, value.source) == (130, date(2026, 9, 30), "reported")
    assert value.versions.get().report == report
    assert Standing.objects.get(indicator="fund_size", county="").value == 130


def test_a_correction_keeps_what_stood_before(making: Making, tmp_path: Path) -> None:
    for number in (130, 140, 140):
        stated = Stated("fund_size", "", SEPTEMBER, number)
        reporting.confirm(second(making), reported(making, tmp_path, stated))
    versions = ValueVersion.objects.values_list("version", "value")
    assert list(versions) == [(1, 130), (2, 140)]
    with pytest.raises(DatabaseError), transaction.atomic():
        ValueVersion.objects.update(value=1)


@pytest.mark.parametrize(
    ("code", "county", "period", "value"),
    [
        ("nothing", "", SEPTEMBER, 1),
        ("fund_size", "", date(2026, 8, 1), 1),
        ("fund_size", "", date(2026, 12, 1), 1),
        ("fund_size", "", date(2015, 12, 1), 1),
        ("fund_size", "", SEPTEMBER, -1),
        ("fund_size", "999999", SEPTEMBER, 1),
        ("fixed_investment_rank", "350102", SEPTEMBER, 1),
        ("fixed_investment_rank", "", SEPTEMBER, 0),
    ],
)
def test_what_cannot_be_is_refused(
    making: Making, tmp_path: Path, code: str, county: str, period: date, value: int
) -> None:
    with pytest.raises(RefusedError):
        reported(making, tmp_path, Stated(code, county, period, value))
    assert not Report.objects.exists()


def test_a_value_needs_evidence_that_is_taken(making: Making, tmp_path: Path) -> None:
    actor = making.actor(Role.CITY)
    stated = [Stated("fund_size", "", SEPTEMBER, 1)]
    with pytest.raises(RefusedError):
        reporting.report_values(actor, stated, file(tmp_path, b"hello"), "evidence.pdf")


def test_a_unit_reports_what_it_answers_for_and_nothing_else(
    making: Making, tmp_path: Path
) -> None:
    officer = making.account(Role.DEPARTMENT)
    officer.unit = making.unit("development_reform")
    officer.save()
    share = Stated("strategic_share", "", SEPTEMBER, 340_000)
    path = file(tmp_path)
    reporting.report_values(Actor(officer), [share], path, "evidence.pdf")
    for code in ("fund_size", "srdi"):
        stated = [Stated(code, "", SEPTEMBER, 1)]
        with pytest.raises(PermissionDenied):
            reporting.report_values(Actor(officer), stated, path, "evidence.pdf")
    with pytest.raises(PermissionDenied):
        reporting.confirm(Actor(officer), Report.objects.get())
    for role in (Role.COUNTY, Role.SUPERVISOR, Role.AUDITOR, Role.ENTERPRISE):
        with pytest.raises(PermissionDenied):
            reporting.report_values(making.actor(role), [share], path, "evidence.pdf")


def test_each_period_is_asked_for_once_until_it_is_reported(making: Making, tmp_path: Path) -> None:
    for _time in range(2):
        asking.ask(TASK, TODAY)
    asked = Obligation.objects.filter(kind="targets.report")
    assert asked.count() == Expected.objects.count() > 5
    one = Expected.objects.get(indicator="fund_size")
    assert one.period == SEPTEMBER
    mine = asked.get(key=str(one.pk))
    assert mine.role == Role.CITY  # nobody works for the unit here
    report = reported(making, tmp_path)
    mine.refresh_from_db()
    assert mine.state == Obligation.State.DONE
    reporting.refuse(second(making), report, "not the right list")
    again = asked.filter(key=str(one.pk)).exclude(pk=mine.pk).get()
    assert again.state == Obligation.State.OPEN
    reporting.confirm(second(making), reported(making, tmp_path))
    asking.ask(TASK, TODAY)
    assert not asked.filter(key=str(one.pk), state="open").exists()


def test_what_the_desk_has_come_to_compute_is_asked_of_nobody(making: Making) -> None:
    one = Expected.objects.create(indicator="green_factories", period=SEPTEMBER)
    asking._open(indicator("green_factories"), one)
    asking.ask(TASK, TODAY)
    one.refresh_from_db()
    assert not one.open
    assert Obligation.objects.get(key=str(one.pk)).state == Obligation.State.DROPPED


def test_what_follows_from_reported_values_is_computed(making: Making, tmp_path: Path) -> None:
    stated = [
        Stated("value_added_growth", "", SEPTEMBER, 65_000),
        Stated("gdp_growth", "", SEPTEMBER, 58_000),
    ]
    reporting.confirm(second(making), reported(making, tmp_path, *stated))
    margin = Value.objects.get(indicator="value_added_margin")
    assert (margin.value, margin.source) == (7_000, "computed")
    assert Standing.objects.get(indicator="value_added_margin").light == "green"


def _list(folder: Path, *rows: str) -> Path:
    path = folder / "list.csv"
    path.write_text("\n".join(["指标,县（市）区,报送期,实际数值", *rows, ""]), encoding="utf-8")
    return path


@pytest.fixture
def _of_counties(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[None]:
    """The fund is reported of counties too."""
    said, units = targets_file().read_text(encoding="utf-8"), '"finance_holding"]\n'
    changed = tmp_path / "targets.toml"
    changed.write_text(said.replace(units, f"{units}counties = true\n"), encoding="utf-8")
    monkeypatch.setattr(indicators, "targets_file", lambda: changed)
    declared_indicators.cache_clear()
    yield
    declared_indicators.cache_clear()


@pytest.mark.usefixtures("_of_counties")
def test_a_list_is_one_report_with_itself_as_evidence(making: Making, tmp_path: Path) -> None:
    actor = making.actor(Role.CITY)
    path = _list(
        tmp_path,
        "新型工业化发展投资基金规模,,2026年第3季度,131",
        "fund_size,福清市,2026-Q3,20",
        '全部工业增加值,,2025-Q4,"315,000,000,000"',
        "strategic_share,,2026-Q2,33.5",
        "fixed_investment_rank,,2026-Q3,",
    )
    read = importing.read_values(path, "list.csv", actor.account)
    assert not read.faults
    assert [(one.county, one.value) for one in read.stated] == [
        ("", 13_100),
        ("350181", 2_000),
        ("", 315 * 10**11),
        ("", 335_000),
    ]
    report = reporting.report_values(actor, read.stated, path, "list.csv", origin="list")
    assert report.evidence.content_type == "text/csv"
    assert report.values.count() == 4


def test_every_faulty_row_of_a_list_is_named(making: Making, tmp_path: Path) -> None:
    path = _list(
        tmp_path,
        "unknown,,2026-Q3,1",
        "srdi,,2026-09,1",
        "fixed_investment_rank,福清市,2026-Q3,1",
        "fixed_investment_rank,,2026-08,1",
        "fixed_investment_rank,,2026-Q4,1",
        "fixed_investment_rank,,2026-Q3,1.5",
        "fixed_investment_rank,,2026-Q3,15",
        "fixed_investment_rank,,2026-Q3,15",
    )
    read = importing.read_values(path, "list.csv", making.account(Role.CITY))
    assert [fault.row for fault in read.faults] == [1, 2, 3, 4, 5, 6, 8]


@pytest.mark.django_db(transaction=True)
def test_of_two_who_decide_at_once_one_is_told(making: Making, tmp_path: Path) -> None:
    report = reported(making, tmp_path)
    one, other = second(making), Actor(account(making, Role.CITY, "third"))
    raised = at_once(
        lambda: reporting.confirm(one, report), lambda: reporting.refuse(other, report, "no")
    )
    assert sorted(type(error) for error in raised if error is not None) == [RefusedError]
    report.refresh_from_db()
    assert Value.objects.exists() is (report.state == "confirmed")


def test_the_declared_measure_says_how_a_value_is_written() -> None:
    added = indicator("industrial_value_added")
    assert written(added, 315 * 10**11) == "315 billion yuan"
    with translation.override("zh-hans"):
        assert written(added, 315 * 10**11) == "3,150亿元"
        assert written(indicator("strategic_share"), 335_000) == "33.5%"
        assert written(indicator("fixed_investment_rank"), 2) == "第2位"
    assert parsed(indicator("strategic_share"), "33.5%") == 335_000
