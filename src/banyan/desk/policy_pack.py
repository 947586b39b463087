"""The policy that this desk serves: as its pack declares it, and as it is in force."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

from django.utils import timezone

from banyan.packs import fuzhou
from banyan.rules.pack import Pack


def declared_pack() -> Pack:
    """The pack as it is written, without what the desk's administrators have adopted since
    (that is ``banyan.desk.policy``'s). Loaded once a process."""
    return fuzhou.pack()


def case_kinds_file() -> Path:
    """Where the pack declares the kinds of cases (see ``banyan.desk.cases.kinds``)."""
    return fuzhou.FOLDER / "cases.toml"


def monitoring_rules_file() -> Path:
    """Where the pack declares the rules of monitoring (see ``banyan.desk.monitoring.rules``)."""
    return fuzhou.FOLDER / "monitoring.toml"


def tasks_file() -> Path:
    """Where the pack declares what is to be done (see ``banyan.desk.tasks.declared``)."""
    return fuzhou.FOLDER / "tasks.toml"


def projects_file() -> Path:
    """Where the pack declares projects and parks (see ``banyan.desk.projects.kinds``)."""
    return fuzhou.FOLDER / "projects.toml"


def lists_file() -> Path:
    """Where the pack declares the lists that organizations enter and leave (see
    ``banyan.desk.lists.declared``)."""
    return fuzhou.FOLDER / "lists.toml"


def targets_file() -> Path:
    """Where the pack declares what the plan wants reached (see ``banyan.desk.targets``)."""
    return fuzhou.FOLDER / "targets.toml"


_in_force: Callable[[], Pack] = declared_pack


def provide_pack_in_force(source: Callable[[], Pack]) -> None:
    """Says who knows the pack in force, for the parts that lie below ``banyan.desk.policy``."""
    global _in_force
    _in_force = source


def adopted_count(key: str, on: date | None = None) -> int:
    """The figure ``key`` of the pack in force, a count (working days and the like), fen, or a rate
    in millionths, as it is today or on a day; of a year that the policy does not cover, the nearest
    that it does."""
    pack = _in_force()
    starts, ends = pack.in_force
    day = min(max(on or timezone.localdate(), starts), ends - timedelta(days=1))
    count = pack.parameters[key].on(day).adopted
    assert isinstance(count, int)
    return count
