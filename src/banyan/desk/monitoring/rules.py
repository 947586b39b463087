"""The rules that watch monthly figures, as the pack's ``monitoring.toml`` declares them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from banyan.desk.cases.kinds import GRAVITIES, Named, kind_of
from banyan.desk.policy_pack import adopted_count, declared_pack, monitoring_rules_file
from banyan.rules.articles import both, read_toml
from banyan.rules.errors import PackError
from banyan.rules.units import Unit

INDICATORS = ("output", "power", "tax", "jobs", "orders")
"""What is reported each month: output, tax and orders in fen, power in watt-hours, jobs counted."""

MISSING = "missing"
COMPARING = ("month_on_month", "year_on_year", "three_month_trend", "against_peers")
WARNING = "warning"
"""The kind of case that a rule opens."""


@dataclass(frozen=True)
class Rule(Named):
    """``indicator`` is one of ``INDICATORS``, empty where figures are missing; ``threshold`` the
    key of the pack's figure (millionths, or months for ``missing``); ``left_out`` the months of
    the year (1 to 12) in which the rule does not speak."""

    indicator: str
    kind: str
    threshold: str
    left_out: tuple[int, ...]
    gravity: str
    category: str


@cache
def declared_rules() -> Mapping[str, Rule]:
    """The rules by their code. Raises PackError."""
    file = monitoring_rules_file()
    return {
        code: _rule(f"{file.name}: {code}", code, said) for code, said in read_toml(file).items()
    }


def thresholds() -> dict[str, int]:
    """The threshold of each rule as it is in force today: millionths, or months for ``missing``."""
    return {code: adopted_count(rule.threshold) for code, rule in declared_rules().items()}


def _rule(place: str, code: str, said: dict[str, Any]) -> Rule:
    missing = said.get("kind") == MISSING
    if not missing and said.get("kind") not in COMPARING:
        raise PackError(f"{place}: no kind of rule {said.get('kind')}")
    if (said.get("indicator") not in INDICATORS) if not missing else said.get("indicator"):
        raise PackError(f"{place}: no indicator {said.get('indicator')}")
    figure = declared_pack().parameters.get(said.get("threshold", ""))
    if figure is None or figure.unit is not (Unit.COUNT if missing else Unit.RATE):
        raise PackError(f"{place}: no figure of the pack for its threshold")
    if said.get("gravity") not in GRAVITIES:
        raise PackError(f"{place}: no gravity {said.get('gravity')}")
    if said.get("category") not in kind_of(WARNING).categories:
        raise PackError(f"{place}: no category {said.get('category')} of warnings")
    left_out = tuple(said.get("left_out", ()))
    if not all(isinstance(one, int) and 1 <= one <= 12 for one in left_out):
        raise PackError(f"{place}: the months left out are numbers from 1 to 12")
    return Rule(
        code=code,
        words=both(place, said),
        indicator=said["indicator"],
        kind=said["kind"],
        threshold=said["threshold"],
        left_out=left_out,
        gravity=said["gravity"],
        category=said["category"],
    )
