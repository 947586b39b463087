"""A run: from the verified records to lines that stay."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from click.testing import CliRunner
from django.core.exceptions import PermissionDenied
from django.db import Error, transaction

from banyan.cli import main
from banyan.desk.audit import Actor, RefusedError
from banyan.desk.audit.models import Entry
from banyan.desk.people.roles import Role
from banyan.desk.records.models import FACTS
from banyan.desk.records.verified_facts import verified_facts
from banyan.desk.settlement import tasks
from banyan.desk.settlement.actions import notices, runs
from banyan.desk.settlement.models import Line, Replay, Run
from banyan.desk.settlement.totals import exceptions_of, table_of
from desk.settlement.cities import MILLION, YEAR, City, amounts, changed

pytestmark = pytest.mark.django_db


def _replayed(folder: Path) -> tuple[int, str]:
    found = CliRunner().invoke(main, ["replay", str(folder)])
    return found.exit_code, found.output


def test_a_run_settles_the_verified_records_and_replays_without_the_desk(city: City) -> None:
    year = city.equipment(1)
    run = city.run()
    assert (run.state, run.fault, run.progress) == (Run.State.DRAFT, "", 100)
    uscc = year.project.organization_id
    assert amounts(run) == {("equipment_upgrade", uscc): 3 * MILLION // 10}
    assert _replayed(run.folder) == (0, "1 lines, the same bytes\n")
    assert run.lines_sha256 == json.loads((run.folder / "run.json").read_text())["lines"]["sha256"]


def test_a_run_with_figures_adopted_at_the_desk_replays_too(city: City) -> None:
    city.equipment(1)
    city.adopt("equipment.rate", "2%")
    run = city.run()
    assert list(amounts(run).values()) == [2 * MILLION // 10]
    code, said = _replayed(run.folder)
    assert code == 0
    assert "the same bytes" in said


def test_what_nobody_verified_is_left_out_with_all_that_hangs_on_it(city: City) -> None:
    city.equipment(1)
    second, third = city.equipment(2), city.equipment(3)
    changed(second.project, verified_at=None, verified_by=None)
    changed(third.project.organization, verified_at=None, verified_by=None)
    run = city.run()
    assert [line.uscc for line in run.lines.all()] == [city.making.credit_code(1)]
    assert run.left_out == {"organizations": 1, "projects": 2, "project_years": 2}


def test_an_optional_parent_that_is_not_there_leaves_nothing_out(
    city: City, tmp_path: Path
) -> None:
    organization = city.organization(1)
    loan = city.making.fact(
        "loans",
        loan="L1",
        organization=organization,
        purposes="supply_chain",
        principal=MILLION,
        annual_rate=30_000,
        disbursed_on=date(YEAR, 1, 1),
        first_disbursed_on=date(YEAR, 1, 1),
        ends_on=date(YEAR, 12, 1),
        central_support=False,
        other_support=False,
        provincial_support=0,
    )
    city.verify(loan)
    found = verified_facts(tmp_path / "facts", tmp_path / "behind")
    assert (found.rows["loans"], found.left_out["loans"]) == (1, 0)
    assert found.incomplete == frozenset()


def test_who_stands_behind_a_record_lies_beside_it_row_by_row(city: City, tmp_path: Path) -> None:
    for number in (1, 2, 3):
        city.equipment(number)
    other = city.account(Role.COUNTY, "another-verifier")
    changed(FACTS["projects"].objects.get(project="P2"), verified_by=other)
    verified_facts(tmp_path / "facts", tmp_path / "behind")
    projects = pl.read_parquet(tmp_path / "facts" / "projects.parquet")
    behind = pl.read_parquet(tmp_path / "behind" / "projects.parquet")
    said = dict(zip(projects["project"], behind["verified_by_id"], strict=True))
    usual = city.account(Role.COUNTY, "who-verifies").pk
    assert said == {"P1": usual, "P2": other.pk, "P3": usual}
    assert behind["verified_at"].null_count() == 0


def test_records_that_do_not_hold_together_fail_the_run_and_the_faults_are_said(
    city: City, monkeypatch: pytest.MonkeyPatch
) -> None:
    from banyan.desk.settlement import computing
    from banyan.rules.errors import FactsError, Fault

    def read(*_: Any) -> Any:
        raise FactsError([Fault("projects", 3, "uscc", "X", "a credit code")])

    monkeypatch.setattr(computing, "read_facts", read)
    run = city.run()
    assert run.state == Run.State.FAILED
    assert "projects" in run.fault
    assert not run.folder.exists()
    assert list(run.folder.parent.glob("*")) == []


def test_a_fault_of_the_program_fails_the_run_too(
    city: City, monkeypatch: pytest.MonkeyPatch
) -> None:
    from banyan.desk.settlement.actions import runs as actions

    def insert(*_: Any) -> None:
        raise RuntimeError("the disk is full")

    monkeypatch.setattr(actions, "insert_lines", insert)
    city.equipment(1)
    run = city.run()
    assert (run.state, run.fault) == (Run.State.FAILED, "RuntimeError: the disk is full")
    assert run.lines.count() == 0


def test_a_second_run_of_the_year_waits_for_the_first(city: City) -> None:
    runs.start_run(city.first, YEAR)
    with pytest.raises(RefusedError):
        runs.start_run(city.second, YEAR)


def test_a_task_that_runs_twice_writes_one_run(city: City) -> None:
    city.equipment(1)
    run = city.run()
    kept = (run.folder / "run.json").stat().st_mtime_ns
    tasks.compute_run.call(run.pk)
    assert run.lines.count() == 1
    assert (run.folder / "run.json").stat().st_mtime_ns == kept
    assert Entry.objects.filter(action="settlement.record_run").count() == 1


def test_a_year_out_of_force_is_refused(city: City) -> None:
    with pytest.raises(RefusedError):
        runs.start_run(city.first, 2031)


@pytest.mark.parametrize("role", sorted(set(Role) - {Role.CITY}))
def test_only_the_city_starts_a_run(city: City, role: Role) -> None:
    with pytest.raises(PermissionDenied):
        runs.start_run(Actor(city.account(role)), YEAR)


@pytest.mark.parametrize("verb", ["update", "delete"])
def test_the_database_keeps_a_line_as_it_is(city: City, verb: str) -> None:
    city.equipment(1)
    lines = city.run().lines.all()
    with pytest.raises(Error), transaction.atomic():
        lines.update(amount=1) if verb == "update" else lines._raw_delete(lines.db)
    assert Line.objects.get().amount == 3 * MILLION // 10


@pytest.mark.parametrize("verb", ["update", "delete"])
def test_the_database_keeps_an_approved_run_as_it_is(city: City, verb: str) -> None:
    city.equipment(1)
    city.approved()
    approved = Run.objects.filter(state="approved")
    with pytest.raises(Error), transaction.atomic():
        approved.update(note="x") if verb == "update" else approved._raw_delete(approved.db)
    assert Run.objects.get().note == ""


def test_a_run_can_be_replayed_at_the_desk_and_the_result_stays(city: City) -> None:
    city.equipment(1)
    run = city.approved()
    asked = runs.replay_run(Actor(city.account(Role.AUDITOR)), run)
    tasks.replay_run.call(asked.pk)
    asked.refresh_from_db()
    assert asked.differences == []
    assert Entry.objects.filter(action="settlement.record_replay").count() == 1


def test_a_replay_says_what_was_tampered_with(city: City) -> None:
    city.equipment(1)
    run = city.run()
    path = run.folder / "lines.parquet"
    table = pl.read_parquet(path)
    table.with_columns(pl.col("amount") + 1).write_parquet(path)
    asked = runs.replay_run(city.first, run)
    tasks.replay_run.call(asked.pk)
    assert Replay.objects.get().differences == ["lines.parquet was changed"]


def test_a_withdrawn_run_that_is_still_computing_is_not_written(city: City) -> None:
    city.equipment(1)
    run = runs.start_run(city.first, YEAR)
    notices.withdraw(city.second, run, "the wrong year")
    tasks.compute_run.call(run.pk)
    run.refresh_from_db()
    assert run.state == Run.State.WITHDRAWN
    assert run.lines.count() == 0


def test_the_exceptions_are_marked_on_the_lines(city: City) -> None:
    large = city.equipment(1, net=40 * MILLION)
    represented = city.equipment(2).project.organization
    city.making.representation(city.account(Role.ENTERPRISE), represented)
    city.making.fact(
        "recognitions",
        recognition="R9",
        organization=large.project.organization,
        kind="srdi",
        level="provincial",
        subject="",
        recognized_on=date(YEAR, 3, 1),
    )
    for number in range(10, 22):
        city.product(number, score=number)
    city.run()
    changed(city.equipment(3), equipment_net=10 * MILLION)
    run = city.run()
    marks = {line.uscc: set(line.exceptions.split(";")) for line in run.lines.all()}
    code = city.making.credit_code
    assert marks[code(1)] == {"large", "no_representative", "left_out"}
    assert marks[code(2)] == {""}
    assert marks[code(3)] == {"changed", "no_representative"}
    assert marks[code(10)] == {"provisional"}
    assert marks[code(21)] == {"provisional", "no_representative"}
    counted = {mark: lines for mark, lines, _ in exceptions_of(run.totals)}
    assert counted == {
        "large": 1,
        "changed": 1,
        "provisional": 12,
        "no_representative": 12,
        "left_out": 1,
    }


def test_the_totals_sum_the_lines_by_measure_and_county(city: City) -> None:
    city.equipment(1)
    city.equipment(2, county="350103")
    run = city.run()
    table = table_of(run.totals)
    assert (table.whole.lines, table.whole.amount) == (2, 6 * MILLION // 10)
    assert table.county("350103").amount == 3 * MILLION // 10
    assert table_of(run.totals, "350103").whole.lines == 1
    assert run.amount == table.whole.amount
