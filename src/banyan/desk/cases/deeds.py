"""What an account can do with a case now, each with what its form asks."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from banyan.desk.cases.actions.dispatching import units_to_dispatch_to
from banyan.desk.cases.actions.raising import RECORDING
from banyan.desk.cases.evidence import evidence_of
from banyan.desk.cases.holding import capacities
from banyan.desk.cases.models import Case
from banyan.desk.cases.states import By, Gravity, Level, Outcome, State, open_to
from banyan.desk.obligations.proposals import Proposal
from banyan.desk.people.models import Account, Unit

Words = str | Promise


@dataclass(frozen=True)
class Asked:
    """A field of a form. ``type``: text, line, date, select, units, tick, file, rating. ``chosen``
    is what stands in it; ``hint`` helps to fill it in."""

    name: str
    label: Words
    type: str = "text"
    choices: tuple[tuple[str, Words], ...] = ()
    chosen: str = ""
    optional: bool = False
    hint: Words = ""


@dataclass(frozen=True)
class Deed:
    """An action by its name; ``main`` is what the state waits for."""

    name: str
    label: Words
    asked: tuple[Asked, ...] = ()
    main: bool = False
    danger: bool = False
    hidden: tuple[tuple[str, str], ...] = ()


_REASON = Asked("note", _("Reason"))
_WORDS = Asked("note", _("Words"), optional=True)
RATINGS = (
    ("5", _("5, very satisfied")),
    ("4", _("4, satisfied")),
    ("3", _("3, fair")),
    ("2", _("2, dissatisfied")),
    ("1", _("1, very dissatisfied")),
)


def deeds_of(account: Account | None, case: Case) -> list[Deed]:
    """In the order of the page: first what the state waits for."""
    having = capacities(account, case)
    if account is None or not having:
        return []
    found = [
        deed
        for step in open_to(having, case.state)
        if (deed := _moving(step.action, account, case)) is not None
    ]
    found += _beside(account, case, having)
    unique = {(deed.name, deed.hidden): deed for deed in found}
    return sorted(unique.values(), key=lambda deed: not deed.main)


def _moving(name: str, account: Account, case: Case) -> Deed | None:
    if name == "dispatch":
        return Deed(name, _("Dispatch"), _of_dispatch(case), main=True)
    if name == "transfer":
        units = units_to_dispatch_to(case)
        lead = Asked("lead", _("Lead unit"), "select", _units(units), hint=_of_county(case))
        return Deed(name, _("Give it to another unit"), (lead, _REASON))
    if name == "escalate" and case.level == Level.CITY:
        return None
    if name == "agree":
        rating = Asked("rating", _("Rating"), "rating", RATINGS)
        return Deed(name, _("It is solved"), (rating, _WORDS), main=True)
    if name == "report_solved":
        return Deed(name, _("Report it as solved"), _of_answer(case), main=True)
    return {
        "accept": Deed(name, pgettext_lazy("a case", "Accept"), main=True),
        "refuse": Deed(name, _("Send it back: not ours"), (_REASON,)),
        "uphold": Deed(name, _("It stays with the unit"), (_REASON,), main=True),
        "pause": Deed(name, _("Pause the clock"), (_REASON,)),
        "resume": Deed(name, _("Let the clock go on"), (_WORDS,), main=True),
        "escalate": Deed(name, _("Take it to the city ledger"), (_REASON,)),
        "disagree": Deed(
            name,
            _("It is not solved"),
            (Asked("note", pgettext_lazy("a case", "What is missing")),),
            danger=True,
        ),
        "reopen": Deed(name, _("Open it again"), (_REASON,), danger=True),
    }.get(name)


def _of_answer(case: Case) -> tuple[Asked, ...]:
    proof = Asked("file", _("Files that prove it"), "file", optional=True)
    found = (Asked("note", _("What was done")), proof)
    if not case.declared_kind.agreement or evidence_of(case).exists():
        return found
    why = Asked("no_evidence", _("Without such a file: why there is none"), optional=True)
    return (*found, why)


def _of_dispatch(case: Case) -> tuple[Asked, ...]:
    units = units_to_dispatch_to(case)
    likely = [one for one in units if one.pk == case.lead_id] or [
        one for one in units if one.code == case.declared_category.unit
    ]
    return (
        Asked(
            "lead",
            _("Lead unit"),
            "select",
            _units(units),
            str(likely[0].pk) if likely else "",
            hint=_of_county(case),
        ),
        Asked("helping", _("Helping units"), "units", _units(_working()), optional=True),
        Asked("gravity", _("Gravity"), "select", tuple(Gravity.choices), case.gravity),
        _WORDS,
    )


def _of_county(case: Case) -> Words:
    if case.level == Level.CITY:
        return ""
    return _("Units of the county. For one of the city, take the case to the city ledger.")


def _beside(account: Account, case: Case, having: set[By]) -> list[Deed]:
    """What leaves the case where it is."""
    found = []
    of_lead, of_ledger = By.LEAD in having, By.LEDGER in having
    if case.state == State.UNDER_WAY and of_lead:
        found += _of_steps(case)
    if By.HELPER in having:
        for asked in case.help.filter(unit=account.unit_id, answered_at=None):
            found.append(
                Deed(
                    "answer_help",
                    _("Answer as a helping unit"),
                    (Asked("note", _("What was done")),),
                    main=True,
                    hidden=(("help", str(asked.pk)),),
                )
            )
    if (of_lead or of_ledger) and case.state not in (State.CLOSED, State.ANSWERED):
        units = Asked("unit", _("Unit"), "select", _units(_working()))
        found.append(
            Deed(
                "ask_help",
                _("Ask a unit to help"),
                (units, Asked("note", pgettext_lazy("a helping unit", "What is asked"))),
            )
        )
    if of_ledger and case.closed and case.rating and not case.revisited_at:
        found.append(Deed("revisit", _("Write down what the enterprise says"), (_REASON,)))
    file = Asked("file", _("File"), "file")
    if By.ENTERPRISE in having:
        found.append(Deed("note", _("Write a note"), (Asked("note", _("Note")),)))
        found.append(Deed("file", _("Add a file"), (file,)))
    else:
        shown = Asked("shown", _("the enterprise reads it too"), "tick")
        proof = Asked("evidence", _("it proves that the case is solved"), "tick")
        found.append(Deed("note", _("Write a note"), (Asked("note", _("Note")), shown)))
        found.append(Deed("file", _("Add a file"), (file, proof, shown)))
    waiting = case.closings.filter(state=Proposal.State.PROPOSED).exists()
    if (of_lead or of_ledger) and not case.closed and not waiting:
        found.append(_of_closing(case))
    return found


def _of_steps(case: Case) -> list[Deed]:
    found = []
    steps = {step.code: step for step in case.declared_kind.steps}
    last = list(steps)[-1]
    for stage in case.stages.filter(round=case.round, done_at=None):
        if stage.code != last:
            found.append(
                Deed(
                    "finish_step",
                    steps[stage.code].name,
                    (Asked("note", _("What was done")),),
                    main=True,
                    hidden=(("step", stage.code),),
                )
            )
        if not stage.extensions.filter(state=Proposal.State.PROPOSED).exists():
            until = Asked("until", _("Until"), "date")
            label: Words = _("Ask for longer")
            if len(steps) > 1:
                label = _("Ask for longer: %(step)s") % {"step": steps[stage.code].name}
            found.append(
                Deed("ask_extension", label, (until, _REASON), hidden=(("stage", str(stage.pk)),))
            )
    return found


def _of_closing(case: Case) -> Deed:
    outcomes = tuple(
        (one.value, one.label)
        for one in Outcome
        if one != Outcome.AGREED and (one != Outcome.FALSE_ALARM or case.kind == "warning")
    )
    return Deed(
        "ask_closing",
        pgettext_lazy("a case", "Ask that it be closed"),
        (
            Asked("outcome", _("Outcome"), "select", outcomes),
            Asked("same_as", _("Number of the case that it repeats"), "line", optional=True),
            _REASON,
        ),
    )


def _units(units: Any) -> tuple[tuple[str, Words], ...]:
    return tuple((str(unit.pk), unit.name) for unit in units)


def _working() -> Iterable[Unit]:
    accounts = Account.objects.filter(is_active=True, role__in=RECORDING).values("unit")
    return Unit.objects.filter(pk__in=accounts)
