"""Facts in, explained result out: as the engine says, and never a yes that others could take."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from banyan.desk.api.actions import make_token
from banyan.desk.api.models import Scope
from banyan.desk.audit import Actor
from banyan.desk.benefits.actions import settle_boards
from banyan.desk.people.roles import Role
from banyan.desk.policy_pack import declared_pack
from banyan.rules.explanation import Explainer
from banyan.rules.rows import facts_of_rows
from banyan.rules.settlement import settle
from desk.making import Making

YEAR = 2026


@pytest.fixture
def evaluate(making: Making, client: Client) -> Any:
    token = make_token(Actor(making.account(Role.CITY)), "ERP", [Scope.EVALUATE])[1]

    def call(tables: Any, **more: Any) -> Any:
        return client.post(
            "/api/v1/evaluate?lang=en",
            {"tables": tables, "year": YEAR, **more},
            content_type="application/json",
            headers={"authorization": f"Bearer {token}"},
        )

    return call


def organization(making: Making, number: int = 1) -> dict[str, str]:
    return {
        "uscc": making.credit_code(number),
        "name": "test",
        "kind": "enterprise",
        "county": "350102",
        "industry": "C3411",
    }


def product(making: Making, score: int, number: int = 1) -> dict[str, str]:
    """An innovative product: the first places by score are paid."""
    return {
        "recognition": f"R{number}",
        "uscc": making.credit_code(number),
        "kind": "innovative_product",
        "level": "municipal",
        "recognized_on": "2026-05-01",
        "score": str(score),
    }


def tables(making: Making) -> dict[str, list[dict[str, str]]]:
    """One organization with a project that has bought equipment for ten million."""
    project = {
        "project": "P1",
        "uscc": making.credit_code(1),
        "municipal_key": "false",
        "special_bond": "false",
        "other_fiscal_support": "false",
        "innovation_centre": "false",
    }
    year = {
        "project": "P1",
        "year": str(YEAR),
        "equipment_gross": "11300000",
        "equipment_net": "10000000",
        "digital_net": "0",
        "digital_effective": "false",
    }
    return {
        "organizations": [organization(making)],
        "projects": [project],
        "project_years": [year],
    }


def test_the_answer_is_what_the_engine_says_of_the_same_facts(
    making: Making, evaluate: Any
) -> None:
    [found] = evaluate(tables(making)).json()
    pack = declared_pack()
    settled = settle(pack, facts_of_rows(pack.schema, tables(making)), YEAR)
    expected = Explainer(settled, "en").explain(making.credit_code(1)).as_json()
    assert found["amount"] == expected["amount"] == "300,000.00"
    assert found["measures"] == expected["measures"]


def test_before_the_city_was_settled_nobody_is_promised_a_place(
    making: Making, evaluate: Any
) -> None:
    facts = {"organizations": [organization(making)], "recognitions": [product(making, 90)]}
    [found] = evaluate(facts).json()
    assert "innovative_product" in found["open"]
    assert found["places_as_of"] is None
    assert found["amount"] == "0.00"


def test_after_that_the_place_is_the_one_among_the_city(making: Making, evaluate: Any) -> None:
    for number in range(2, 4):
        owner = making.organization(number)
        values = product(making, 95, number) | {"score": 95}
        del values["uscc"]
        making.fact("recognitions", organization=owner, **values)
    settle_boards(Actor(), YEAR)
    facts = {"organizations": [organization(making)], "recognitions": [product(making, 90)]}
    [found] = evaluate(facts).json()
    assert found["open"] == []
    assert found["places_as_of"] is not None
    by_code = {one["measure"]: one for one in found["measures"]}
    standing = by_code["innovative_product"]["lines"][0]["standing"]
    assert (standing["rank"], standing["of"]) == (3, 3)


def test_only_the_measures_that_are_asked_for_are_told(making: Making, evaluate: Any) -> None:
    [found] = evaluate(tables(making), measures=["srdi"]).json()
    assert [one["measure"] for one in found["measures"]] == ["srdi"]
    assert found["amount"] == "0.00"


def test_every_fault_of_the_facts_is_told_with_its_place(making: Making, evaluate: Any) -> None:
    facts = tables(making)
    facts["projects"][0] |= {"special_bond": "perhaps"}
    facts["project_years"][0] |= {"equipment_net": "11300000.01"}
    answer = evaluate(facts)
    assert answer.status_code == 422
    assert answer["Content-Type"] == "application/problem+json"
    assert {(one["table"], one["row"], one["column"]) for one in answer.json()["faults"]} == {
        ("projects", 1, "special_bond"),
        ("project_years", 1, "equipment_net"),
    }


def test_a_city_is_not_settled_by_a_request(making: Making, evaluate: Any) -> None:
    many = [organization(making, number) for number in range(101)]
    assert evaluate({"organizations": many}).status_code == 422
