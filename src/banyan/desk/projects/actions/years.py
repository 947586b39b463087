"""A project's investment of a year: proposed with evidence, verified by a second person, and then
a record, so that the settlement of the year counts with it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from banyan.desk.audit import Actor, RefusedError, action, log
from banyan.desk.obligations.opening import Holder
from banyan.desk.obligations.proposals import Proposal, propose, refuse, withdraw
from banyan.desk.obligations.proposals import confirm as confirmed
from banyan.desk.people.roles import Role
from banyan.desk.policy_pack import adopted_count
from banyan.desk.projects.actions.files import attach
from banyan.desk.projects.holding import held
from banyan.desk.projects.kinds import declared
from banyan.desk.projects.models import Listing, Project, YearInvestment
from banyan.desk.projects.scope import REPORTERS
from banyan.desk.records.models import FACTS, Source
from banyan.desk.records.models.facts import MOST_MONEY
from banyan.desk.records.rows import Row, row_of, schema, text_of
from banyan.desk.records.writing import ConflictError, as_draft, write
from banyan.rules.errors import FactsError

VERIFY = "projects.verify_year"
MONEY = ("equipment_gross", "equipment_net", "digital_net")


@dataclass(frozen=True)
class Invested:
    """What was invested in a year, in fen."""

    year: int
    equipment_gross: int
    equipment_net: int
    digital_net: int
    digital_effective: bool = False


@action("projects.propose_year")
def propose_year(
    actor: Actor,
    project: Project,
    given: Invested,
    reason: str = "",
    files: Sequence[tuple[Path, str]] = (),
) -> YearInvestment:
    """Proposes the investment of a year; the city verifies it. RefusedError for what cannot be,
    without evidence, and while another proposal of the year waits."""
    found = held(actor, project, *REPORTERS)
    _check(given)
    if not files:
        raise RefusedError(_("Attach the evidence: invoices, contracts, an audit."), "files")
    known = YearInvestment.objects.filter(project=found, year=given.year)
    if known.filter(state=Proposal.State.PROPOSED).exists():
        raise RefusedError(_("The investment of this year waits to be verified."), "year")
    made = YearInvestment(
        project=found,
        year=given.year,
        version=(known.aggregate(last=Max("version"))["last"] or 0) + 1,
        reason=reason.strip()[:1000],
        digital_effective=given.digital_effective,
        **{name: getattr(given, name) for name in MONEY},
    )
    propose(
        actor,
        made,
        VERIFY,
        Holder(role=Role.CITY),
        working_days=adopted_count("projects.verify_days"),
        words={"year": given.year, "name": found.name},
        organization=found.organization_id,
    )
    for path, name in files:
        attach(actor, found, path, name, year=made)
    log(made, after=_entry(made), organization=found.organization_id)
    return made


@action("projects.verify_year")
def verify_year(actor: Actor, proposed: YearInvestment) -> YearInvestment:
    """A city officer has compared it with the evidence: it becomes the record of the project and
    year, verified by the officer. RefusedError where the records do not take it."""
    project = held(actor, proposed.project, Role.CITY)
    held_now = YearInvestment.objects.select_for_update(of=("self",)).get(pk=proposed.pk)
    source = None
    if held_now.is_waiting and held_now.proposed_by != actor.account:
        source = _write(actor, project, held_now)
        YearInvestment.objects.filter(pk=held_now.pk).update(source=source)
    found: YearInvestment = confirmed(actor, held_now)
    log(
        found,
        before={"state": Proposal.State.PROPOSED},
        after={**_entry(found), "state": found.state, "source": source.pk if source else None},
        organization=project.organization_id,
    )
    return found


@action("projects.refuse_year")
def refuse_year(actor: Actor, proposed: YearInvestment, answer: str) -> None:
    """A city officer does not verify it and says why."""
    project = held(actor, proposed.project, Role.CITY)
    found = refuse(actor, proposed, answer)
    log(found, after={"state": found.state, "answer": answer}, organization=project.organization_id)


@action("projects.withdraw_year")
def withdraw_year(actor: Actor, proposed: YearInvestment) -> None:
    """Whoever proposed it takes it back."""
    project = held(actor, proposed.project, *REPORTERS)
    found = withdraw(actor, proposed)
    log(found, after={"state": found.state}, organization=project.organization_id)


def is_municipal_key(project: Project, year: int) -> bool:
    """Whether the project is, or in a year up to ``year`` was put, on a list that makes it a
    municipal key project and has not been taken off."""
    lists = [one.code for one in declared().lists.values() if one.municipal_key]
    found = Listing.objects.filter(project=project, list__in=lists, ended_at=None, year__lte=year)
    return bool(found.exists())


def _write(actor: Actor, project: Project, proposed: YearInvestment) -> Source:
    name = project.fact or project.reference
    rows: list[tuple[str, dict[str, Any]]] = [
        (
            "projects",
            {
                "project": name,
                "uscc": project.organization_id,
                "name": project.name,
                "municipal_key": is_municipal_key(project, proposed.year),
                "special_bond": project.special_bond,
                "other_fiscal_support": project.other_support,
                "innovation_centre": project.innovation_centre,
            },
        ),
        (
            "project_years",
            {
                "project": name,
                "year": proposed.year,
                "digital_effective": proposed.digital_effective,
                **{one: getattr(proposed, one) for one in MONEY},
            },
        ),
    ]
    stands = [(table, _present(table, row), _said(table, row)) for table, row in rows]
    changes = [one for one in stands if one[1] != one[2]]
    source = Source(
        kind=Source.Kind.CORRECTED,
        made_by=actor.account,
        note=f"{project.reference} {proposed.year}",
    )
    try:
        write(source, as_draft(changes), actor.account, verified_by=actor.account)
    except (FactsError, ConflictError) as error:
        raise RefusedError(
            _("The records do not take it: %(why)s") % {"why": str(error)[:300]}
        ) from None
    for table, before, after in stands:
        if before == after:
            _verify(actor, table, after)
    if not project.fact:
        project.fact = name
        project.save(update_fields=["fact"])
    return source


def _verify(actor: Actor, table: str, row: Row) -> None:
    """What is on record as it was proposed is verified as it stands."""
    model = FACTS[table]
    key = {model.attributes[column]: row[column] for column in model.table.key}
    model.objects.filter(**key, verified_at=None).update(
        verified_by=actor.account, verified_at=timezone.now()
    )


def _said(table: str, row: dict[str, Any]) -> Row:
    return {
        column.name: text_of(column, row.get(column.name))
        for column in schema().table(table).columns
    }


def _present(table: str, row: dict[str, Any]) -> Row | None:
    """The record as it stands, held."""
    model = FACTS[table]
    key = {model.attributes[column]: row[column] for column in model.table.key}
    found = model.objects.select_for_update(of=("self",)).filter(**key).first()
    return row_of(found) if found is not None else None


def _check(given: Invested) -> None:
    if not 2000 <= given.year <= timezone.localdate().year:
        raise RefusedError(_("The year has not begun yet, or is none."), "year")
    for name in MONEY:
        if not 0 <= getattr(given, name) <= MOST_MONEY:
            raise RefusedError(_("What was invested is an amount, not below zero."), name)
    if given.equipment_net > given.equipment_gross:
        raise RefusedError(
            _("Without VAT it cannot be more than with the tax included."), "equipment_net"
        )


def _entry(one: YearInvestment) -> dict[str, Any]:
    return {"year": one.year, "version": one.version} | {name: getattr(one, name) for name in MONEY}
