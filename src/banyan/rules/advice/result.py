"""What is advised, with its proof."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum

from banyan.rules.advice.decisions import Fixed
from banyan.rules.wording import plain_yuan


class Action(Enum):
    """What is to be done about a project's election."""

    NONE = "none"
    """The best measure wins without an election, and none stands against it."""
    KEEP = "keep"
    DECLARE = "declare"
    WITHDRAW = "withdraw"


class Method(Enum):
    NOTHING = "nothing_to_decide"
    ENUMERATION = "enumeration"
    SEARCH = "search"


@dataclass(frozen=True)
class Outcome:
    """What an assignment (project: measure) comes to, and what it loses against the best, in
    fen."""

    choices: Mapping[str, str]
    total: int
    loses: int


@dataclass(frozen=True)
class Option:
    """One measure for one project: ``gross`` before choices and caps; what the organization loses
    where this project alone takes it and the others stay as advised."""

    measure: str
    gross: int
    loses: int


@dataclass(frozen=True)
class ProjectAdvice:
    """``best`` is advised; ``default`` wins without an election; ``elected`` is what the facts
    say. ``amount`` is what the project's own lines get of the choice's measures, in fen."""

    project: str
    name: str
    best: str
    default: str
    elected: str | None
    action: Action
    amount: int
    options: tuple[Option, ...]


@dataclass(frozen=True)
class Proof:
    """How the best is known to be the best among ``assignments``. ``bound`` is what no assignment
    exceeds, in fen (the total itself where it is proven). ``fewest_elections`` says whether it is
    proven that no equally good assignment needs fewer elections; ``second_bound`` what no
    assignment below the best exceeds."""

    method: Method
    assignments: int
    bound: int
    fewest_elections: bool
    second_bound: int | None


@dataclass(frozen=True)
class Advice:
    """The best elections of one organization for a year. Totals are of all its lines of the year,
    in fen. ``second`` is the best assignment that is worth less, ``None`` where there is none
    (or, without proof, none was found)."""

    uscc: str
    name: str
    year: int
    choice: str
    article: str
    best: Outcome
    present: Outcome
    without: Outcome
    second: Outcome | None
    projects: tuple[ProjectAdvice, ...]
    fixed: tuple[Fixed, ...]
    proof: Proof

    @property
    def proven(self) -> bool:
        return self.proof.bound == self.best.total

    @property
    def second_proven(self) -> bool:
        total = None if self.second is None else self.second.total
        return self.proof.second_bound == total

    def as_json(self) -> dict[str, object]:
        """Amounts are yuan as text."""
        second_bound = self.proof.second_bound
        return {
            "uscc": self.uscc,
            "name": self.name,
            "year": self.year,
            "choice": self.choice,
            "article": self.article,
            "best": _outcome(self.best),
            "present": _outcome(self.present),
            "without_elections": _outcome(self.without),
            "second": None if self.second is None else _outcome(self.second),
            "projects": [
                {
                    "project": project.project,
                    "name": project.name,
                    "best": project.best,
                    "default": project.default,
                    "elected": project.elected,
                    "action": project.action.value,
                    "amount": plain_yuan(project.amount),
                    "options": [
                        {
                            "measure": option.measure,
                            "gross": plain_yuan(option.gross),
                            "loses": _signed(option.loses),
                        }
                        for option in project.options
                    ],
                }
                for project in self.projects
            ],
            "fixed": [
                {
                    "project": fixed.project,
                    "name": fixed.name,
                    "why": fixed.why.value,
                    "measure": fixed.measure,
                    "reasons": {code: list(reasons) for code, reasons in fixed.reasons.items()},
                }
                for fixed in self.fixed
            ],
            "proof": {
                "method": self.proof.method.value,
                "assignments": self.proof.assignments,
                "proven": self.proven,
                "bound": plain_yuan(self.proof.bound),
                "fewest_elections": self.proof.fewest_elections,
                "second_proven": self.second_proven,
                "second_bound": None if second_bound is None else plain_yuan(second_bound),
            },
        }


def _outcome(outcome: Outcome) -> dict[str, object]:
    return {
        "total": plain_yuan(outcome.total),
        "loses": _signed(outcome.loses),
        "choices": dict(outcome.choices),
    }


def _signed(fen: int) -> str:
    return plain_yuan(fen) if fen >= 0 else f"-{plain_yuan(-fen)}"
