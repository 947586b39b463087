"""What an organization may decide by election, and what is settled without it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum

import polars as pl

from banyan.rules.errors import UsageError
from banyan.rules.measure import Choice
from banyan.rules.pack import Pack
from banyan.rules.settlement import Settlement, Status
from banyan.rules.settlement.choice import bound, keys_of, parent_of
from banyan.rules.settlement.history import earlier_grants
from banyan.rules.subset import OWNER

FELL = (Status.INELIGIBLE, Status.OVER_QUOTA)
"""What never came to a choice."""


@dataclass(frozen=True)
class Decision:
    """A project with more than one measure to elect from, in the order of the choice. ``gross``
    are the sums by which the choice is made where there is no election: ``default`` is its
    result. ``elected`` is what the facts elect now."""

    row: int
    project: str
    name: str
    options: tuple[str, ...]
    gross: tuple[int, ...]
    default: int
    elected: str | None

    @property
    def present(self) -> int:
        """The option that the facts lead to as they are."""
        return self.options.index(self.elected) if self.elected in self.options else self.default


class Why(Enum):
    """Why an election changes nothing."""

    HISTORY = "history"
    ONLY_ONE = "only_one"
    NOT_ELIGIBLE = "not_eligible"
    NO_LINE = "no_line"


@dataclass(frozen=True)
class Fixed:
    """A project that no election changes. ``measure`` is the one that goes on (by history, even
    if it has no eligible line). ``reasons`` are what each measure with a line lacks."""

    project: str
    name: str
    why: Why
    measure: str | None
    reasons: Mapping[str, tuple[str, ...]]


def binding_choice(pack: Pack) -> Choice:
    """The choice that elections decide. Raises UsageError where the policy has none, or more
    than one, or where organizations compete for what is chosen from."""
    choices = [choice for choice in pack.choices if choice.binding]
    if len(choices) != 1:
        raise UsageError(f"the policy has {len(choices)} choices by election; advice needs one")
    for code in choices[0].measures:
        if pack.measures[code].competes():
            raise UsageError(
                f"organizations compete for {code}: what an election brings would depend on others"
            )
    return choices[0]


def decisions(
    settlement: Settlement, choice: Choice, own: int
) -> tuple[tuple[Decision, ...], tuple[Fixed, ...]]:
    """What the organization in row ``own`` may decide, and what is fixed, by project."""
    pack, facts = settlement.pack, settlement.facts
    parent = parent_of(pack, choice)
    projects = facts[parent.name].with_row_index("row").filter(pl.col(OWNER) == own)
    standing: dict[int, dict[int, int]] = {}
    lacking: dict[int, dict[str, set[str]]] = {}
    for number, code in enumerate(choice.measures):
        frame = settlement.frames[code]
        keys = keys_of(settlement.batch, pack, choice, code, frame)
        frame = frame.with_columns(keys).filter(pl.col("key").is_not_null())
        for key, status, gross, failed in frame.select(
            "key", "status", "gross", "failed"
        ).iter_rows():
            if status in FELL:
                codes = {
                    reason for bit, reason in enumerate(pack.reason_codes) if failed >> bit & 1
                }
                lacking.setdefault(key, {}).setdefault(code, set()).update(codes)
            else:
                sums = standing.setdefault(key, {})
                sums[number] = sums.get(number, 0) + int(gross)
    granted = earlier_grants(facts, settlement.year)
    by_history = dict(bound(pack, choice, settlement.batch, granted).iter_rows())
    elected = dict(
        facts["elections"]
        .filter(pl.col("year") == settlement.year)
        .select(f"{choice.key}_row", pl.col("measure").cast(pl.String))
        .iter_rows()
    )
    named = parent.has("name")
    columns = ["row", parent.key[0], *(["name"] if named else [])]
    open_ones, fixed = [], []
    for row, project, *names in projects.select(columns).sort(parent.key[0]).iter_rows():
        name = names[0] or "" if names else ""
        sums = standing.get(row, {})
        reasons = {
            code: tuple(sorted(lacking[row][code]))
            for number, code in enumerate(choice.measures)
            if code in lacking.get(row, {}) and number not in sums
        }
        if row in by_history:
            measure = choice.measures[by_history[row]]
            fixed.append(Fixed(project, name, Why.HISTORY, measure, reasons))
        elif not sums:
            why = Why.NOT_ELIGIBLE if row in lacking else Why.NO_LINE
            fixed.append(Fixed(project, name, why, None, reasons))
        elif len(sums) == 1:
            measure = choice.measures[next(iter(sums))]
            fixed.append(Fixed(project, name, Why.ONLY_ONE, measure, reasons))
        else:
            numbers = sorted(sums)
            gross = tuple(sums[number] for number in numbers)
            options = tuple(choice.measures[number] for number in numbers)
            default = gross.index(max(gross))
            open_ones.append(
                Decision(row, project, name, options, gross, default, elected.get(row))
            )
    return tuple(open_ones), tuple(fixed)
