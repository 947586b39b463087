"""What the pack declares of projects and parks."""

from __future__ import annotations

from copy import deepcopy
from typing import Any

import pytest

from banyan.desk.policy_pack import projects_file
from banyan.desk.projects.kinds import declared, read_declared
from banyan.rules.articles import read_toml
from banyan.rules.errors import PackError

pytestmark = pytest.mark.django_db


def test_the_pack_has_seven_stages_and_three_lists_with_the_policys_aims() -> None:
    found = declared()
    assert list(found.stages) == [
        "reserve",
        "filed",
        "started",
        "construction",
        "done",
        "production",
        "accepted",
    ]
    assert {code: one.aim for code, one in found.lists.items()} == {
        "upgrade": 200,
        "pilot": 20,
        "park": 200,
    }
    utilities = [one for one in found.checklist.values() if one.group == "utilities"]
    assert len(utilities) == 10


def _without(path: str, value: object = None) -> dict[str, Any]:
    said = deepcopy(read_toml(projects_file()))
    *way, last = path.split(".")
    place: Any = said
    for name in way:
        place = place[name]
    if value is None:
        del place[last]
    else:
        place[last] = value
    return said


@pytest.mark.parametrize(
    ("path", "value", "why"),
    [
        ("stages", {}, "nothing is declared as stages"),
        ("stages.filed.by", ["mayor"], "by whom"),
        ("stages.filed.en", None, "no words"),
        ("kinds.upgrade.article", "P9.9", "no article"),
        ("kinds.upgrade.fields.content.type", "colour", "a field is"),
        ("lists.park.kinds", ["bridge"], "of no kind"),
        ("lists.park.aim", "projects.nothing", "no figure"),
        ("checklist.gas.group", "fun", "no group"),
        ("indicators.tax.unit", "apples", "is counted in"),
    ],
)
def test_a_mistake_in_the_pack_is_told_at_the_start(path: str, value: object, why: str) -> None:
    with pytest.raises(PackError, match=why):
        read_declared("projects.toml", _without(path, value))
