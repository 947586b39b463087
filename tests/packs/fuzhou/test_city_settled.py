"""A made-up city meets everything that the notice can say to anyone."""

from __future__ import annotations

import polars as pl
import pytest

from banyan.packs.fuzhou import pack
from banyan.packs.fuzhou.city import generate
from banyan.rules.pack import amount_reasons
from banyan.rules.reading import read_facts
from banyan.rules.settlement import Status, settle
from banyan.rules.settlement.lines import lines

YEAR = 2026


@pytest.fixture(scope="module")
def settled(tmp_path_factory: pytest.TempPathFactory) -> pl.DataFrame:
    folder = tmp_path_factory.mktemp("city") / "facts"
    generate(folder, 20_000, 7)
    return lines(settle(pack(), read_facts(folder, pack().schema), YEAR))


def reasons_of(settled: pl.DataFrame, *statuses: Status) -> set[str]:
    chosen = settled.filter(pl.col("status").is_in([status.word for status in statuses]))
    reasons = set(chosen["reasons"].str.split(";").explode())
    return reasons - {""}


def test_every_status_occurs(settled: pl.DataFrame) -> None:
    assert set(settled["status"]) == {status.word for status in Status}


@pytest.mark.parametrize("measure", list(pack().measures))
def test_every_measure_is_granted_to_some_and_not_to_others(
    settled: pl.DataFrame, measure: str
) -> None:
    granted = settled.filter(pl.col("measure") == measure)["status"] == Status.GRANTED.word
    assert granted.any()
    assert not granted.all()


def test_every_reason_to_refuse_occurs_but_that_of_other_years(settled: pl.DataFrame) -> None:
    assert reasons_of(settled, Status.INELIGIBLE) == set(pack().reason_codes) - {"not_new"}


def test_everything_that_can_change_an_amount_occurs(settled: pl.DataFrame) -> None:
    possible = {code for one in pack().measures.values() for code in amount_reasons(one) if code}
    assert reasons_of(settled, Status.GRANTED, Status.CAPPED_OUT) == possible


def test_every_measure_of_a_choice_wins_somewhere(settled: pl.DataFrame) -> None:
    choosing = {code for choice in pack().choices for code in choice.measures}
    assert reasons_of(settled, Status.SUPERSEDED) <= choosing
    project, _ = pack().choices
    assert set(project.measures) <= reasons_of(settled, Status.SUPERSEDED)


def test_every_route_is_taken(settled: pl.DataFrame) -> None:
    routes = {route.name for one in pack().measures.values() for route in one.routes}
    assert set(settled["route"]) - {""} == routes


def test_no_two_lines_are_about_the_same_thing(settled: pl.DataFrame) -> None:
    assert not settled.select("measure", "uscc", "subject").is_duplicated().any()
