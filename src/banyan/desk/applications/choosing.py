"""What an applicant chooses where several measures exclude each other: one measure a project."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from banyan.desk.applications.models import Application, ProposedRow
from banyan.desk.applications.needs import ELECTIONS, binding_choice_of
from banyan.desk.applications.proposing import names_of, row_text
from banyan.desk.applications.states import ENDED
from banyan.desk.policy.pack_in_force import pack_in_force
from banyan.desk.records.models import FACTS


def unchosen(application: Application, rows: Sequence[ProposedRow]) -> list[str]:
    """The names of what is applied for and nothing decides yet: neither an election, proposed or
    verified, nor what an earlier year granted."""
    pack = pack_in_force()
    measure = pack.measure(application.measure)
    choice = binding_choice_of(pack, measure)
    if choice is None:
        return []
    table = measure.candidates.table
    wanted = {row_text(row)[choice.key] for row in rows if row.table == table} - {""}
    if not wanted:
        wanted = _on_record(application, table, choice.key)
    wanted -= {row_text(row)[choice.key] for row in rows if row.table == ELECTIONS}
    wanted -= _on_record(application, ELECTIONS, choice.key)
    history: Any = FACTS["history"]
    earlier = history.objects.filter(
        award_key__in=wanted, measure__in=choice.measures, year__lt=application.year
    )
    wanted -= set(earlier.values_list("award_key", flat=True))
    names = names_of(application)
    return [names.get(key, key) for key in sorted(wanted)]


def _on_record(application: Application, table: str, key: str) -> set[str]:
    """What the organization's verified records of the table are of; of the year, where they are by
    year."""
    model: Any = FACTS[table]
    found = model.objects.filter(
        **{f"{model.organization_path}__pk": application.organization_id},
        verified_at__isnull=False,
    )
    if model.table.has("year"):
        found = found.filter(year=application.year)
    return set(found.values_list(model.attributes[key], flat=True)) - {None}


def contradicted(
    application: Application, rows: Sequence[ProposedRow]
) -> Iterator[tuple[ProposedRow, Application]]:
    """The elections for which another application of the organization, under way for the same
    year, has another one."""
    others = ProposedRow.objects.filter(
        table=ELECTIONS,
        application__organization=application.organization_id,
        application__year=application.year,
    ).exclude(application__state__in=ENDED)
    texts = [
        (row_text(one), one.application)
        for one in others.exclude(application=application).select_related("application")
    ]
    for row in rows:
        if row.table != ELECTIONS:
            continue
        mine = row_text(row)
        for theirs, other in texts:
            differs = theirs["measure"] not in ("", mine["measure"])
            if differs and mine["measure"] and theirs["project"] == mine["project"]:
                yield row, other
                break
