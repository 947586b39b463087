"""What must hold before an application goes on, and what does not yet."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils import timezone
from django.utils.translation import gettext as _

from banyan.desk.applications.choosing import contradicted, unchosen
from banyan.desk.applications.models import Application, Assignment, ProposedRow, Window
from banyan.desk.applications.needs import Needed, Part, by_experts, needed
from banyan.desk.applications.proposing import (
    faults_of,
    is_changed,
    is_overtaken,
    known_records,
    names_of,
    record_behind,
    row_text,
    title_of,
)
from banyan.desk.applications.states import Requirement, Transition
from banyan.desk.matching.consenting import payee_accounts
from banyan.desk.policy.pack_in_force import pack_in_force
from banyan.desk.policy_pack import adopted_count
from banyan.desk.records import labels
from banyan.desk.records.faults import of_column
from banyan.desk.records.rows import schema
from banyan.rules.measure import Measure


@dataclass(frozen=True)
class Lack:
    """One thing that is not there yet; ``row`` and ``column`` where it belongs to one."""

    words: str
    row: ProposedRow | None = None
    column: str = ""


@dataclass(frozen=True)
class Saying:
    """What whoever moves an application says with it."""

    reason: str = ""
    missing: str = ""


def measure_of(application: Application) -> Measure:
    return pack_in_force().measure(application.measure)


def needed_of(application: Application) -> tuple[Needed, ...]:
    return needed(pack_in_force(), measure_of(application))


def part_of(row: ProposedRow, parts: Sequence[Needed]) -> Needed:
    """The part to which a proposed row belongs."""
    of_table = [one for one in parts if one.table.name == row.table]
    text = row_text(row)
    return next((one for one in of_table if not one.column or one.includes(text)), of_table[0])


def lacking(application: Application, transition: Transition, saying: Saying) -> list[Lack]:
    """Everything that keeps the application from going on; empty where nothing does."""
    return [lack for one in transition.requires for lack in _CHECKS[one](application, saying)]


def _complete(application: Application, saying: Saying) -> list[Lack]:
    rows = list(application.rows.all())
    parts = needed_of(application)
    found = [
        Lack(_lack_words(one.row, one.column, one.words), one.row, one.column)
        for one in faults_of(rows)
    ]
    proven = set(
        application.rows.filter(evidence__removed_at__isnull=True, evidence__isnull=False)
        .values_list("pk", flat=True)
        .distinct()
    )
    for row in rows:
        found += _undecided(row, part_of(row, parts))
        taken_as_it_is = row.base_verified and not is_changed(row)
        if part_of(row, parts).evidence and not taken_as_it_is and row.pk not in proven:
            words = _("“%(row)s”: no evidence yet.") % {"row": _title(row)}
            found.append(Lack(words, row))
    found += _overtaken(rows) + _unchosen(application, rows)
    items = [one for one in parts if one.part is Part.ITEM]
    judged = any(one.assessed for one in items)
    for one in items:
        if any(row.table == one.table.name for row in rows):
            continue
        known = known_records(application, one)
        if judged or not any(record.verified for record in known):
            label = labels.table_label(one.table.name)
            found.append(Lack(_("Nothing is applied for yet: add “%(table)s”.") % {"table": label}))
    return found


def _overtaken(rows: Sequence[ProposedRow]) -> list[Lack]:
    """Rows that could not be approved, for the records behind them have become others."""
    found = []
    for row in rows:
        if is_overtaken(row, record_behind(row)):
            words = (
                _("“%(row)s” is on record already: take this one out and take up the record.")
                if row.base is None
                else _("“%(row)s” is another record by now: take this one out and take it up anew.")
            )
            found.append(Lack(words % {"row": _title(row)}, row))
    return found


def _unchosen(application: Application, rows: Sequence[ProposedRow]) -> list[Lack]:
    """What the applicant has not chosen yet, or chosen otherwise elsewhere."""
    found = []
    for name in unchosen(application, rows):
        words = _("“%(project)s”: choose which of the measures it is to get.")
        found.append(Lack(words % {"project": name}))
    for row, other in contradicted(application, rows):
        words = _("“%(row)s”: application %(other)s chooses another measure.")
        names = {"row": _title(row), "other": other.reference}
        found.append(Lack(words % names, row, "measure"))
    return found


def _undecided(row: ProposedRow, part: Needed) -> list[Lack]:
    """The facts of a row that may be empty in general, and decide here."""
    text = row_text(row)
    return [
        Lack(_lack_words(row, column.name, of_column(column)), row, column.name)
        for column in part.asked
        if column.name in part.decisive and not text[column.name]
    ]


def _title(row: ProposedRow) -> str:
    table = schema().table(row.table)
    names = names_of(row.application) if table.owner else {}
    return title_of(table, row_text(row), names)


def _lack_words(row: ProposedRow | None, column: str, expected: str) -> str:
    if row is None:
        return expected
    label = labels.column_label(row.table, column) if column else ""
    words = {"row": _title(row), "column": label, "expected": expected}
    if label:
        return _("“%(row)s”, %(column)s: expected %(expected)s.") % words
    return _("“%(row)s”: expected %(expected)s.") % words


def window_of(measure: str, year: int) -> Window | None:
    return Window.objects.filter(measure=measure, year=year).first()


def _window(application: Application, saying: Saying) -> list[Lack]:
    window = window_of(application.measure, application.year)
    if window is None:
        return [Lack(_("No submission window is set for this measure and year."))]
    if window.is_open(timezone.localdate()):
        return []
    days = {"first": window.opens_on.isoformat(), "last": window.closes_on.isoformat()}
    return [Lack(_("Applications are taken from %(first)s to %(last)s only.") % days)]


def _account(application: Application, saying: Saying) -> list[Lack]:
    uscc = application.organization_id
    if payee_accounts([uscc]):
        return []
    return [Lack(_("No account to be paid to is given."))]


def _reason(application: Application, saying: Saying) -> list[Lack]:
    return [] if saying.reason.strip() else [Lack(_("Give a reason."))]


def _missing(application: Application, saying: Saying) -> list[Lack]:
    return [] if saying.missing.strip() else [Lack(_("Name everything that is missing."))]


def _first_return(application: Application, saying: Saying) -> list[Lack]:
    if not application.returned:
        return []
    return [Lack(_("It was returned once already; that is all that the applicant can be asked."))]


def _unscored(application: Application, saying: Saying) -> list[Lack]:
    if not any(one.state == Assignment.State.SCORED for one in scorers(application)):
        return []
    return [Lack(_("Experts have scored it: what they judged is not changed any more."))]


def _overdue(application: Application, saying: Saying) -> list[Lack]:
    if application.due_on is not None and application.due_on < timezone.localdate():
        return []
    return [Lack(_("The applicant still has time to supply what is missing."))]


def _assessed(application: Application, saying: Saying) -> list[Lack]:
    parts = needed_of(application)
    found = []
    for row in application.rows.all():
        for column in part_of(row, parts).assessed:
            if column.assessor == "city" and column.name not in row.assessed:
                words = _("“%(row)s”, %(column)s: not assessed yet.") % {
                    "row": _title(row),
                    "column": labels.column_label(row.table, column.name),
                }
                found.append(Lack(words, row, column.name))
    return found


def _ranked(application: Application, saying: Saying) -> list[Lack]:
    if by_experts(pack_in_force(), measure_of(application)):
        return []
    return [Lack(_("Nothing of this measure is scored."))]


def scorers(application: Application) -> list[Assignment]:
    """The assignments that count: of experts who are neither recused nor released."""
    return list(
        application.assignments.exclude(state__in=Assignment.GONE).select_related(
            "expert", "expert__unit"
        )
    )


def _scored(application: Application, saying: Saying) -> list[Lack]:
    if not by_experts(pack_in_force(), measure_of(application)):
        return []
    wanted = adopted_count("application.experts")
    scored = [one for one in scorers(application) if one.state == Assignment.State.SCORED]
    open_ones = [one for one in scorers(application) if one.state != Assignment.State.SCORED]
    if len(scored) >= wanted and not open_ones:
        return []
    return [
        Lack(
            _("%(scored)s of %(wanted)s experts have scored.")
            % {"scored": len(scored), "wanted": max(wanted, len(scored) + len(open_ones))}
        )
    ]


_CHECKS = {
    Requirement.COMPLETE: _complete,
    Requirement.WINDOW: _window,
    Requirement.ACCOUNT: _account,
    Requirement.REASON: _reason,
    Requirement.MISSING: _missing,
    Requirement.FIRST_RETURN: _first_return,
    Requirement.UNSCORED: _unscored,
    Requirement.OVERDUE: _overdue,
    Requirement.ASSESSED: _assessed,
    Requirement.RANKED: _ranked,
    Requirement.SCORED: _scored,
}
