"""Approval turns proposed facts into verified records."""

from __future__ import annotations

from django.utils import timezone

from banyan.desk.applications.models import Application, ProposedRow
from banyan.desk.applications.proposing import is_overtaken, record_behind, row_text
from banyan.desk.audit import Actor
from banyan.desk.matching.consenting import give_consent
from banyan.desk.matching.models import Consent
from banyan.desk.records.models import Source
from banyan.desk.records.rows import key_of, row_of, schema
from banyan.desk.records.writing import ConflictError, as_draft, write


def write_facts(actor: Actor, application: Application) -> None:
    """Writes the proposed rows under a source of their own, verified by the actor, and the
    applicant's consent. What is on record as it was proposed is verified as it stands. Within the
    action that approves."""
    rows = list(application.rows.all())
    present = {row.pk: record_behind(row, held=True) for row in rows}
    for row in rows:
        if is_overtaken(row, present[row.pk]):
            raise ConflictError(str(row))
    source = Source(kind=Source.Kind.APPLIED, made_by=actor.account, note=application.reference)
    stands = {pk: row_of(record) for pk, record in present.items() if record is not None}
    changes = [
        (row.table, row.base, row_text(row)) for row in rows if stands.get(row.pk) != row_text(row)
    ]
    write(source, as_draft(changes), actor.account, verified_by=actor.account)
    for row in rows:
        record = present[row.pk]
        if stands.get(row.pk) == row_text(row) and record.verified_at is None:
            type(record).objects.filter(pk=record.pk).update(
                verified_by=actor.account, verified_at=timezone.now()
            )
        row.key = key_of(schema().table(row.table), row_text(row))
    ProposedRow.objects.bulk_update(rows, ["key"])
    application.source = source
    application.save(update_fields=["source"])
    given_by = Actor(application.submitted_by, actor.origin)
    give_consent(
        given_by,
        application.year,
        application.measure,
        application.organization_id,
        Consent.Origin.APPLICATION,
    )
