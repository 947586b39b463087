"""A link keeps what was said, and nonsense in one is an empty form."""

from __future__ import annotations

import base64
import json
import zlib
from dataclasses import replace

import pytest
from django.http import QueryDict
from hypothesis import given
from hypothesis import strategies as st

from banyan.desk.calculator.description import (
    LARGEST,
    LONGEST_LINK,
    Description,
    from_form,
    from_link,
    to_link,
)
from banyan.desk.calculator.shape import MOST_CARDS
from desk.calculator.describing import (
    CENTRE,
    MANUFACTURER,
    PACK,
    PRODUCT,
    PROJECT,
    SHAPE,
    described,
    descriptions,
    few,
    kinds,
)

EMPTY = Description(2026)


def opened(query: str) -> Description:
    return from_link(PACK, SHAPE, QueryDict(query))


def sent(**form: str) -> Description:
    """What a form says; ``__`` stands for a point."""
    query = QueryDict(mutable=True)
    for name, value in form.items():
        query[name.replace("__", ".")] = value
    return from_form(PACK, SHAPE, query)


def packed(content: object) -> str:
    text = content if isinstance(content, bytes) else json.dumps(content).encode()
    return base64.urlsafe_b64encode(zlib.compress(text)).decode().rstrip("=")


@given(descriptions())
@few(25)
def test_a_link_opens_what_was_said_and_is_the_same_again(description: Description) -> None:
    link = to_link(description)
    if link is None:
        return
    assert opened(link) == description
    assert to_link(opened(link)) == link


def test_a_link_keeps_the_year_the_measures_and_what_there_is_none_of() -> None:
    description = described(
        "equipment_upgrade", year=2028, none=kinds("orders"), projects=[PROJECT, {}]
    )
    link = to_link(description)
    assert link is not None
    assert link.startswith("y=2028&m=equipment_upgrade&f=")
    assert opened(link) == description


def test_the_order_of_answers_does_not_change_the_link() -> None:
    turned = dict(reversed(MANUFACTURER.items()))
    assert to_link(described(organization=turned)) == to_link(described())


def test_a_faulty_fact_is_kept_as_it_was_written() -> None:
    description = described(projects=[{**PROJECT, "project_years.equipment_gross": "much"}])
    link = to_link(description)
    assert link is not None
    assert opened(link) == description


def test_one_measure_is_picked_by_its_code() -> None:
    assert opened("measure=little_giant") == Description(2026, ("little_giant",))
    assert opened("measure=nothing") == EMPTY


@pytest.mark.parametrize(
    "query",
    [
        "f=nonsense",
        "f=%00%ff",
        "f=eJwDAAAAAAE",
        f"f={'A' * 100_000}",
        "y=1999",
        "y=two thousand",
        "m=nothing,else",
        f"f={packed([])}",
        f"f={packed([2, {}, {}, []])}",
        f"f={packed([1, [], 7, {}])}",
        f"f={packed([1, {'kind': 5}, {'loans': {'a': 1}}, [[1]]])}",
        f"f={packed([1, {'nothing': 'x'}, {'nothing': [{}]}, ['nothing']])}",
        f"f={packed(b'[' * 5000)}",
        f"f={packed(b' ' * (LARGEST + 1))}",
    ],
)
def test_nonsense_in_a_link_is_an_empty_form(query: str) -> None:
    assert opened(query) == EMPTY


@given(st.text(max_size=60))
@few(50)
def test_no_text_at_all_breaks_a_link(text: str) -> None:
    query = QueryDict(mutable=True)
    query["f"] = query["y"] = query["m"] = text
    assert from_link(PACK, SHAPE, query).is_empty


def test_there_are_no_more_cards_than_there_may_be() -> None:
    many = [{} for _ in range(200)]
    assert len(opened(f"f={packed([1, {}, {'loans': many}, []])}").cards["loans"]) == MOST_CARDS
    assert len(opened(f"f={packed([1, {}, {'cloud_years': many}, []])}").cards["cloud_years"]) == 1


def test_what_is_too_much_for_a_link_has_none() -> None:
    products = [
        {**PRODUCT, "recognitions.subject": f"{number * 7919:x}" * 10} for number in range(20)
    ]
    projects = [
        {**PROJECT, "project_years.equipment_gross": f"{number**9}.{number:02d}"}
        for number in range(20)
    ]
    description = described(recognitions=products, projects=projects)
    link = to_link(description)
    assert link is None or len(link) < LONGEST_LINK + 100


def test_money_and_dates_are_read_as_people_write_them() -> None:
    description = sent(
        projects__0__project_years__equipment_gross="５００万",
        projects__0__project_years__equipment_net=" 4,424,778.76 元",
        loans__0__loans__disbursed_on="2026年3月1日",
        loans__0__loans__annual_rate="3.45%",
    )
    assert description.cards["projects"] == (
        {
            "project_years.equipment_gross": "5000000",
            "project_years.equipment_net": "4424778.76",
        },
    )
    assert description.cards["loans"] == (
        {"loans.disbursed_on": "2026-03-01", "loans.annual_rate": "3.45"},
    )


def test_a_yes_adds_a_card_of_the_kind_and_a_no_is_noted() -> None:
    yes = sent(has__recognitions__srdi="yes", has__orders="no")
    assert yes.cards == {"recognitions": ({"recognitions.kind": "srdi"},)}
    assert yes.none == kinds("orders")


def test_none_is_forgotten_where_there_is_one() -> None:
    both = sent(
        has__recognitions__srdi="no",
        recognitions__0__here="1",
        recognitions__0__recognitions__kind="srdi",
    )
    assert both.none == frozenset()


def test_taking_a_card_away_takes_what_refers_to_it_along() -> None:
    loans = {f"loans__{number}__loans__project": str(number + 1) for number in range(3)}
    projects = {f"projects__{number}__here": "1" for number in range(3)}
    less = sent(remove="projects.1", **projects, **loans)
    assert len(less.cards["projects"]) == 2
    assert less.cards["loans"] == ({"loans.project": "1"}, {}, {"loans.project": "2"})


@pytest.mark.parametrize("remove", ["projects.9", "nothing.0", "projects.-1", "x", "projects.²"])
def test_taking_away_what_is_not_there_changes_nothing(remove: str) -> None:
    assert len(sent(remove=remove, projects__0__here="1").cards["projects"]) == 1


def test_a_description_without_facts_is_empty() -> None:
    assert Description(2026, ("srdi",)).is_empty
    assert not described(recognitions=[CENTRE]).is_empty
    assert not replace(EMPTY, none=kinds("orders")).is_empty
