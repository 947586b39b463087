"""Every action of the app, called once."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from pathlib import Path

from banyan.desk.audit import Actor
from banyan.desk.operations import demo_steps
from banyan.desk.operations.actions import load_facts
from banyan.desk.operations.demo import set_up_demo
from banyan.desk.operations.demo_money import finish
from banyan.desk.operations.demo_tasks import add_reporter
from banyan.packs.fuzhou import pack
from banyan.rules.facts import Facts
from banyan.rules.reading import read_facts
from desk.making import Making


def _facts(making: Making) -> Facts:

    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / "organizations.csv").write_text(
            "uscc,name,kind,county\n"
            + "".join(
                f"{making.credit_code(number)},第{number}机械有限公司,enterprise,{county}\n"
                for number, county in ((901, "350102"), (902, "350181"))
            ),
            encoding="utf-8",
        )
        return read_facts(Path(folder), pack().schema)


def _load_facts(making: Making) -> None:
    load_facts(Actor(), _facts(making))


def _set_up_demo(making: Making) -> None:
    represented = [(making.credit_code(901), "350102"), (making.credit_code(902), "350181")]
    set_up_demo(Actor(), _facts(making), represented)


def _add_reporter(making: Making) -> None:
    add_reporter(Actor(), making.unit("gas"))


SCENARIOS: dict[str, Callable[[Making], None]] = {
    "operations.load_facts": _load_facts,
    "operations.set_up_demo": _set_up_demo,
    "operations.add_demo_reporter": _add_reporter,
    "operations.set_up_demo_money": lambda making: finish(Actor(), 2026),
    "operations.fill_demo": lambda making: demo_steps.finish(Actor(), "months"),
}
