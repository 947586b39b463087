"""What is kept is read, and computed anew when something behind it has changed."""

from __future__ import annotations

import random
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from django.test import TestCase

from banyan.desk.audit import Actor
from banyan.desk.benefits import actions, keeping, tasks
from banyan.desk.benefits.computing import compute
from banyan.desk.benefits.keeping import current
from banyan.desk.benefits.models import Benefits, CityBoards
from banyan.desk.operations.actions import load_facts
from banyan.desk.people.roles import Role
from banyan.desk.policy.pack_in_force import pack_in_force
from banyan.desk.policy_pack import declared_pack
from banyan.desk.records import actions as records
from banyan.desk.records.models import FACTS
from banyan.desk.records.rows import row_of
from banyan.packs.fuzhou.city import generate
from banyan.rules.explanation import Explainer
from banyan.rules.reading import read_facts
from banyan.rules.settlement import settle
from desk.benefits.conftest import YEAR, Enterprise
from desk.making import Making


@pytest.fixture
def computed(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The organizations that are computed, one after the other."""
    found: list[str] = []

    def noting(pack: Any, uscc: str, *rest: Any, **more: Any) -> Any:
        found.append(uscc)
        return compute(pack, uscc, *rest, **more)

    monkeypatch.setattr(keeping, "compute", noting)
    return found


def test_what_is_kept_is_not_computed_again(enterprise: Enterprise, computed: list[str]) -> None:
    organization = enterprise()
    first, second = (current(organization, YEAR).benefits for _ in range(2))
    assert computed == [organization.pk]
    assert first == second
    assert first is not None
    assert first.amount == 20_000_000


def corrected(making: Making, digital: str) -> None:
    record = FACTS["project_years"].objects.get(project_id="digital-1")
    after = row_of(record) | {"digital_net": digital}
    records.correct(making.actor(Role.CITY), "project_years", after, record)


def test_a_changed_record_changes_the_amount(making: Making, enterprise: Enterprise) -> None:
    organization = enterprise()
    current(organization, YEAR)
    corrected(making, "2000000.00")
    benefits = current(organization, YEAR).benefits
    assert benefits is not None
    assert benefits.amount == 40_000_000


def test_a_changed_record_is_computed_without_anyone_looking(
    making: Making, enterprise: Enterprise, computed: list[str]
) -> None:
    organization = enterprise()
    current(organization, YEAR)
    with TestCase.captureOnCommitCallbacks(execute=True):
        corrected(making, "2000000.00")
    assert Benefits.objects.get().amount == 40_000_000
    assert computed == [organization.pk] * 2


def test_a_change_elsewhere_leaves_it(
    making: Making, enterprise: Enterprise, computed: list[str]
) -> None:
    first, second = enterprise(1), enterprise(2)
    current(second, YEAR)
    corrected(making, "2000000.00")
    current(second, YEAR)
    assert computed == [second.pk]
    assert first.pk not in computed


def test_a_verification_takes_the_mark_away(making: Making, enterprise: Enterprise) -> None:
    organization = enterprise()
    current(organization, YEAR)
    record = FACTS["project_years"].objects.get(project_id="digital-1")
    with TestCase.captureOnCommitCallbacks(execute=True):
        records.verify(making.actor(Role.CITY), record)
    benefits = current(organization, YEAR).benefits
    assert benefits is not None
    behind = benefits.kept["unverified"]["digital_project"]["digital-1"]
    assert "project_years" not in {one["table"] for one in behind}


def test_another_figure_in_force_is_computed_with(
    enterprise: Enterprise, monkeypatch: pytest.MonkeyPatch
) -> None:
    organization = enterprise()
    current(organization, YEAR)
    pack = declared_pack()
    rate = pack.parameters["digital.rate"].in_year(YEAR).adopted
    lower = replace(pack.with_adopted({"digital.rate": rate // 2}), sha256="another")
    monkeypatch.setattr(keeping, "pack_in_force", lambda: lower)
    benefits = current(organization, YEAR).benefits
    assert benefits is not None
    assert benefits.amount == 10_000_000


def test_boards_of_a_later_settlement_are_computed_with(
    enterprise: Enterprise, computed: list[str]
) -> None:
    organization = enterprise()
    first = current(organization, YEAR)
    actions.settle_boards(Actor(), YEAR)
    second = current(organization, YEAR)
    assert second.held.version == first.held.version + 1
    assert computed == [organization.pk] * 2


def test_who_looks_at_a_year_first_has_the_city_settled(enterprise: Enterprise) -> None:
    assert current(enterprise(), YEAR).held.version == 1


def test_changes_ask_for_the_city_once(
    making: Making, enterprise: Enterprise, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[int] = []
    backend = SimpleNamespace(supports_defer=False)
    task = SimpleNamespace(enqueue=asked.append, get_backend=lambda: backend)
    monkeypatch.setattr(tasks, "settle_city_boards", task)
    CityBoards.objects.create(year=YEAR)
    for _ in range(3):
        keeping.want_boards()
    assert asked == [YEAR]


def test_an_organization_with_many_records_is_computed_in_the_background(
    enterprise: Enterprise, monkeypatch: pytest.MonkeyPatch
) -> None:
    organization = enterprise()
    monkeypatch.setattr(keeping, "QUICK_ROWS", 2)
    waiting: list[tuple[str, int]] = []
    task = SimpleNamespace(enqueue=lambda *arguments: waiting.append(arguments))
    monkeypatch.setattr(tasks, "recompute", task)
    state = current(organization, YEAR)
    assert state.renewing
    assert state.benefits is None
    assert waiting == [(organization.pk, YEAR)]
    keeping.renew(organization.pk, YEAR)
    assert not current(organization, YEAR).renewing


def test_each_organization_gets_what_the_settlement_of_all_gives(
    making: Making, tmp_path: Path
) -> None:
    """A generated city of a few hundred: all who compete, and some others."""
    generate(tmp_path / "city", 300, 7)
    pack = pack_in_force()
    facts = read_facts(tmp_path / "city", pack.schema)
    load_facts(Actor(), facts)
    actions.settle_boards(Actor(), YEAR)
    explainer = Explainer(settle(pack, facts, YEAR))
    codes = facts["organizations"]["uscc"].to_list()
    for uscc in random.Random(1).sample(codes, 60):
        kept = keeping.renew(uscc, YEAR)
        assert kept.kept["explanations"]["zh"]["amount"] == explainer.explain(uscc).amount, uscc
