"""The best combination of measures that exclude each other, in words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from banyan.rules.advice import Action
from banyan.rules.wording import Wording, fen

ACTIONS = {
    Action.NONE: _("goes on by itself, no election is needed"),
    Action.KEEP: _("keep the election"),
    Action.DECLARE: _("elect it"),
    Action.WITHDRAW: _("take the election back"),
}


@dataclass(frozen=True)
class Option:
    """``loses`` in fen: what the organization gets less where the project takes this measure."""

    words: str
    loses: int
    best: bool


@dataclass(frozen=True)
class Project:
    """``amount`` in fen."""

    name: str
    best: str
    action: str
    to_do: bool
    amount: int
    options: Sequence[Option]


@dataclass(frozen=True)
class Combination:
    """``gains`` is how much more the best one pays than what stands, ``second_loses`` how much
    less the second best (``None`` where there is none), in fen."""

    article: str
    total: int
    gains: int
    second_loses: int | None
    proven: bool
    projects: Sequence[Project]


def combination_of(advice: Mapping[str, Any] | None, wording: Wording) -> Combination | None:
    """``None`` where there is nothing to choose."""
    if advice is None or not advice["projects"]:
        return None
    second = advice["second"]
    return Combination(
        article=advice["article"],
        total=fen(advice["best"]["total"]),
        gains=fen(advice["best"]["total"]) - fen(advice["present"]["total"]),
        second_loses=None if second is None else fen(second["loses"]),
        proven=advice["proof"]["proven"],
        projects=[_project(project, wording) for project in advice["projects"]],
    )


def _project(project: Mapping[str, Any], wording: Wording) -> Project:
    action = Action(project["action"])
    return Project(
        name=project["name"] or project["project"],
        best=wording.word("measures", project["best"]),
        action=str(ACTIONS[action]),
        to_do=action in (Action.DECLARE, Action.WITHDRAW),
        amount=fen(project["amount"]),
        options=[
            Option(
                wording.word("measures", option["measure"]),
                _signed(option["loses"]),
                option["measure"] == project["best"],
            )
            for option in project["options"]
        ],
    )


def _signed(yuan: str) -> int:
    return -fen(yuan[1:]) if yuan.startswith("-") else fen(yuan)
