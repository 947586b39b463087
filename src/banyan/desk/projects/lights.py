"""The light of a project: how far it is behind its plan, from the plan and the confirmed reports.

Percent are whole points of 100, money is in fen."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from banyan.desk.policy_pack import adopted_count
from banyan.desk.records.labels import language


class Light(models.TextChoices):
    NONE = "", gettext_lazy("no light")
    GREEN = "green", pgettext_lazy("a light", "green")
    YELLOW = "yellow", pgettext_lazy("a light", "yellow")
    RED = "red", pgettext_lazy("a light", "red")


@dataclass(frozen=True)
class Thresholds:
    """Points behind plan from which a light is yellow, and red."""

    yellow: int
    red: int


def thresholds() -> Thresholds:
    """As they are in force."""
    return Thresholds(adopted_count("projects.yellow_points"), adopted_count("projects.red_points"))


@dataclass(frozen=True)
class Standing:
    """Where a project stands at the end of ``month``: ``None`` where nothing is due yet.
    ``behind`` is never negative; ``missing`` where that month has no confirmed report."""

    light: Light = Light.NONE
    month: date | None = None
    planned: int = 0
    reported: int = 0
    behind: int = 0
    missing: bool = False


def standing(
    plan: Mapping[date, int],
    reported: Mapping[date, int],
    last_due: date,
    limits: Thresholds,
) -> Standing:
    """From the cumulative percent planned and reported (confirmed) by month. It is looked at the
    last month that is due, or a later one that has been reported. A month that is planned and not
    reported counts as the last that was, and is yellow at least. Without a plan there is no
    light, and none before the plan begins."""
    if not plan:
        return Standing()
    month = max([last_due, *reported])
    first, last = min(plan), max(plan)
    if month < first:
        return Standing()
    planned = plan[max(one for one in plan if one <= month)]
    known = [one for one in reported if one <= month]
    done = reported[max(known)] if known else 0
    behind = max(0, planned - done)
    missing = month not in reported and done < 100 and (month <= last or behind > 0)
    if behind >= limits.red:
        light = Light.RED
    elif behind >= limits.yellow or missing:
        light = Light.YELLOW
    else:
        light = Light.GREEN
    return Standing(light, month, planned, done, behind, missing)


def sentence(found: Standing) -> str:
    """Why the light is what it is, in the language of the request."""
    if found.month is None:
        return _("There is no plan, or nothing of it is due yet: no light.")
    said = _(
        "By %(month)s %(planned)s%% was planned, %(reported)s%% is reported and confirmed."
    ) % {
        "month": f"{found.month:%Y-%m}",
        "planned": found.planned,
        "reported": found.reported,
    }
    between = "" if language() == "zh" else " "
    if found.behind:
        said += between + _("That is %(behind)s points behind.") % {"behind": found.behind}
    if found.missing:
        said += between + _("The report of that month is missing or not confirmed.")
    return said
