"""What a line of a ledger says, and by what ledgers are filtered."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from banyan.desk.cases.kinds import declared_kinds
from banyan.desk.cases.models import Case
from banyan.desk.cases.search.question import ANY, GRADES, LIGHTS, OPEN, Question
from banyan.desk.cases.states import Gravity, Level, State
from banyan.desk.obligations.calendar import Calendar, read_calendar
from banyan.desk.obligations.colours import yellow_until
from banyan.desk.people.actions.units import counties
from banyan.desk.people.models import Account, Unit
from banyan.desk.people.roles import Role
from banyan.desk.records.labels import language

READERS = tuple(set(Role) - {Role.ADMINISTRATOR, Role.EXPERT})
"""Who has ledgers; what each sees there, ``visible_to`` says."""

STATE_COLOURS = {
    State.RECORDED: "azure",
    State.DISPATCHED: "purple",
    State.DISPUTED: "orange",
    State.UNDER_WAY: "blue",
    State.PAUSED: "secondary",
    State.ANSWERED: "teal",
    State.CLOSED: "green",
}


@dataclass(frozen=True)
class Line:
    """``left`` are the working days until it is due (negative since), where its clock runs;
    ``colour`` is blue, yellow or red."""

    case: Case
    kind: str
    category: str
    county: str
    state_colour: str
    left: int | None
    colour: str

    @property
    def overdue(self) -> int:
        return -(self.left or 0)


def lines(cases: Iterable[Case]) -> list[Line]:
    """The calendar is read once for all."""
    rows = list(cases)
    today = timezone.localdate()
    running = [one.due_on for one in rows if one.due_on is not None and _runs(one)]
    calendar = read_calendar(min([today, *running]), max([today, *running]))
    yellow = yellow_until(today)
    return [_line(one, today, yellow, calendar) for one in rows]


def _runs(case: Case) -> bool:
    return case.state not in (State.CLOSED, State.PAUSED)


def _line(case: Case, today: date, yellow: date, calendar: Calendar) -> Line:
    left, colour = None, ""
    if case.due_on is not None and _runs(case):
        left = calendar.working_days_between(today, case.due_on)
        colour = "red" if case.due_on <= today else "yellow" if case.due_on <= yellow else "blue"
    return Line(
        case,
        kind_name(case.kind),
        category_name(case.kind, case.category),
        county_name(case.county),
        STATE_COLOURS[State(case.state)],
        left,
        colour,
    )


def kind_name(code: str) -> str:
    kind = declared_kinds().get(code)
    return kind.name if kind is not None else code


def category_name(kind: str, code: str) -> str:
    declared = declared_kinds().get(kind)
    category = declared.categories.get(code) if declared is not None else None
    return category.name if category is not None else code


def county_name(code: str) -> str:
    said = counties().get(code)
    return said[language()] if said else code


@dataclass(frozen=True)
class Filter:
    name: str
    label: str
    choices: list[tuple[str, str]]
    chosen: str


def filters(account: Account, question: Question) -> list[Filter]:
    """The filters that make sense for the account."""
    kinds = declared_kinds()
    if account.role == Role.ENTERPRISE:
        kinds = {code: kind for code, kind in kinds.items() if kind.seen_by_enterprise}
    chosen_kind = question.thing("kind")
    shown = [kind for code, kind in kinds.items() if chosen_kind in ("", code)]
    found: list[tuple[str, str, Any]] = [
        ("state", _("State"), [*state_choices()]),
        ("kind", _("Kind"), [(code, kind.name) for code, kind in kinds.items()]),
        (
            "category",
            _("Category"),
            [
                (f"{kind.code}.{one.code}", f"{kind.name} · {one.name}")
                for kind in shown
                for one in kind.categories.values()
            ],
        ),
        ("gravity", _("Gravity"), list(Gravity.choices)),
        ("light", pgettext("a case", "Light"), light_choices()),
        ("rating", _("Rating"), [(grade, grade) for grade in GRADES]),
    ]
    if account.role != Role.ENTERPRISE:
        found.insert(4, ("level", pgettext("a case", "Ledger"), list(Level.choices)))
        found.insert(5, ("unit", _("Unit"), _units(account)))
        if not account.county:
            named = [(code, said[language()]) for code, said in counties().items()]
            found.insert(5, ("county", _("County"), named))
    return [
        Filter(name, label, [(str(value), str(word)) for value, word in choices], chosen)
        for name, label, choices in found
        if (chosen := question.thing(name)) is not None
    ]


def _units(account: Account) -> list[tuple[str, str]]:
    units = Unit.objects.all()
    if account.county:
        units = units.filter(county__in=["", account.county])
    return [(str(unit.pk), unit.name) for unit in units]


def state_choices() -> list[tuple[str, str]]:
    return [
        (OPEN, pgettext("cases", "open")),
        *((one.value, str(one.label)) for one in State),
        (ANY, pgettext("cases", "open and closed")),
    ]


def light_choices() -> list[tuple[str, str]]:
    return list(zip(LIGHTS, (_("in time"), _("due soon"), _("due or overdue")), strict=True))


def question_of(request: Any) -> Question:
    """What a page asks for; without a state what is open."""
    question = Question.of(dict(request.GET.items()))
    if question.thing("state"):
        return question
    return Question(question.text, {**question.things, "state": OPEN})
