"""Who has a case, in which capacity somebody acts on it, and whose obligation follows a move."""

from __future__ import annotations

from django.urls import reverse
from django.utils import timezone

from banyan.desk.audit import Actor
from banyan.desk.cases.models import Case, Help, Stage
from banyan.desk.cases.states import By, Level, State
from banyan.desk.obligations.calendar import working_days_after
from banyan.desk.obligations.opening import Holder, close_obligations, open_obligation
from banyan.desk.people.models import Account
from banyan.desk.people.roles import Role
from banyan.desk.policy_pack import adopted_count
from banyan.desk.records.models import Representation

DISPATCH, ACCEPT, DISPUTE = "cases.dispatch", "cases.accept", "cases.decide_dispute"
STEP, AGREE = "cases.step", "cases.agree"


def capacities(account: Account | None, case: Case) -> set[By]:
    """In what the account may act on the case."""
    if account is None or not account.is_active:
        return set()
    role = Role(account.role)
    found: set[By] = set()
    if role is Role.CITY or (
        role is Role.COUNTY and case.level == Level.COUNTY and account.county == case.county
    ):
        found |= {By.LEDGER, By.SECOND}
    if case.lead_id is not None and account.unit_id == case.lead_id:
        found.add(By.LEAD)
    if Help.objects.filter(case=case, unit=account.unit_id).exists():
        found.add(By.HELPER)
    if role is Role.ENTERPRISE and case.declared_kind.seen_by_enterprise:
        speaks = Representation.objects.filter(account=account, organization=case.organization_id)
        if speaks.exists():
            found.add(By.ENTERPRISE)
    return found


def hand_over(actor: Actor, case: Case, *, working_days: int | None = None) -> None:
    """Ends the obligations of the state that the case has left and opens those of the one that it
    is in; ``working_days`` stands for the pack's days of its steps where somebody set others."""
    close_obligations(actor, case)
    if case.state == State.RECORDED:
        _one(case, DISPATCH, _ledger(case), adopted_count("case.dispatch_days"))
    elif case.state == State.DISPATCHED:
        _one(case, ACCEPT, Holder(unit=case.lead), adopted_count("case.accept_days"))
    elif case.state == State.DISPUTED:
        _one(case, DISPUTE, _ledger(case), adopted_count("case.dispute_days"))
    elif case.state == State.UNDER_WAY:
        _steps(case, working_days)
    elif case.state == State.ANSWERED:
        _one(case, AGREE, Holder(role=Role.ENTERPRISE), adopted_count("case.agree_days"))


def _ledger(case: Case) -> Holder:
    if case.level == Level.COUNTY:
        return Holder(role=Role.COUNTY, county=case.county)
    return Holder(role=Role.CITY)


def _one(case: Case, kind: str, holder: Holder, days: int) -> None:
    made = open_obligation(
        kind,
        case,
        holder,
        working_days=days,
        link=reverse("cases:case", args=[case.pk]),
        words={"case": case.title, "reference": case.reference},
        organization=case.organization_id or "",
    )
    case.due_on = made.due_on
    case.save(update_fields=["due_on"])


def _steps(case: Case, working_days: int | None) -> None:
    """Each step of the pack with its own obligation; the case is due when the last is."""
    for step in case.declared_kind.steps:
        days = step.working_days(case.gravity) if working_days is None else working_days
        stage, new = Stage.objects.get_or_create(
            case=case,
            round=case.round,
            code=step.code,
            defaults={"due_on": working_days_after(timezone.localdate(), days)},
        )
        if stage.done_at is not None:
            continue
        open_obligation(
            STEP,
            stage,
            Holder(unit=case.lead),
            working_days=days,
            link=reverse("cases:case", args=[case.pk]),
            words={"case": case.title, "reference": case.reference, "step": dict(step.words)},
            organization=case.organization_id or "",
        )
        case.due_on = max(stage.due_on, case.due_on or stage.due_on) if not new else stage.due_on
    case.save(update_fields=["due_on"])
