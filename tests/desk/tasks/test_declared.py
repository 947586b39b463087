"""The tasks that the pack declares, and what is no declaration."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from banyan.desk.policy_pack import declared_pack, tasks_file
from banyan.desk.tasks.declared import declared, load
from banyan.rules.errors import PackError

TASK = """
[tasks.one]
article = "P1"
zh = "任务"
en = "task"
done = { zh = "完成", en = "done" }
lead = "industry"
"""


def test_every_article_that_no_rule_computes_wholly_has_a_task() -> None:
    found = declared()
    for number, article in declared_pack().articles.items():
        tasks = found.of_article(number)
        if article.not_computable is not None or number.startswith("P"):
            assert tasks, f"{number} has no task"
        else:
            assert tasks or found.without[number], f"{number} has neither a task nor a reason"


def test_the_numbers_that_the_notice_gives_are_targets() -> None:
    tasks = declared().tasks
    asked = {
        "supply_demand": 10,
        "expos": 20,
        "potential_list": 500,
        "upgrade_projects": 200,
        "park_projects": 200,
        "pilot_projects": 20,
        "technology_centres": 100,
        "srdi_thousand": 1000,
    }
    assert {code: tasks[code].target for code in asked} == asked


def test_a_goal_to_2030_stands_in_every_years_list_and_ends_in_2030() -> None:
    goal = declared().tasks["technology_centres"]
    assert goal.of_year(2026)
    assert goal.of_year(2030)
    assert goal.days_in(2028) == (date(2026, 1, 1), date(2030, 12, 31))


def test_a_task_of_every_year_has_the_days_of_the_year() -> None:
    plan = declared().tasks["competitions_plan"]
    assert plan.days_in(2027) == (date(2027, 1, 1), date(2027, 4, 30))


def test_the_pack_reads_its_own_file() -> None:
    assert tasks_file().is_file()
    assert len(declared().tasks) >= 60


@pytest.mark.parametrize(
    ("said", "fault"),
    [
        (TASK.replace("P1", "P9"), "no article P9"),
        (TASK.replace('"industry"', '"nobody"'), "no unit nobody"),
        (TASK + "colour = 1", "unknown entry colour"),
        (TASK + "target = 3", "has a unit"),
        (TASK + 'target = 0\nunit = { zh = "家", en = "x" }', "above zero"),
        (TASK + 'due = "13-01"', "no month and day"),
        (TASK + 'due = "02-29"', "not in every year"),
        (TASK + 'starts = "06-01"\ndue = "05-01"', "ends before it starts"),
        (TASK + "until = 2031", "not in force in 2031"),
        (TASK + 'helps = ["counties"]', "another single unit"),
        (TASK.replace('en = "task"\n', ""), "no words"),
        (TASK, "has neither a task nor a reason"),
        (TASK + '[without."P1"]\nzh = "无"\nen = "none"', "has a task and a reason"),
    ],
)
def test_what_does_not_hold_together_is_a_fault_of_the_pack(
    tmp_path: Path, said: str, fault: str
) -> None:
    path = tmp_path / "tasks.toml"
    path.write_text(said, encoding="utf-8")
    with pytest.raises(PackError, match=fault):
        load(path)
