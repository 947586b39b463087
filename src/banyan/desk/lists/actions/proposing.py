"""Who is proposed for a list."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from banyan.desk.audit import Actor, RefusedError, action, log
from banyan.desk.cases.asking import read_fields
from banyan.desk.lists.actions.rounds import require_state
from banyan.desk.lists.declared import DeclaredList
from banyan.desk.lists.holding import leads, may_propose
from banyan.desk.lists.models import Candidacy, Entry, Round
from banyan.desk.people.roles import Role
from banyan.desk.records.models import Organization, Representation

LONGEST = 1000


@dataclass(frozen=True)
class Said:
    """What a form or a row says of a candidate: ``fields`` as they were typed."""

    tier: str = ""
    batch: str = ""
    subject: str = ""
    reason: str = ""
    score: int | None = None
    fields: Mapping[str, str] = field(default_factory=dict)


@action("lists.propose")
def propose(actor: Actor, round_: Round, organization: Organization, said: Said) -> Candidacy:
    """Proposes an organization in an open round: an enterprise itself, an officer one that the
    officer sees. Raises RefusedError with the field at fault, and for one that is proposed or in
    the list already."""
    round_ = _open(round_)
    require_may_propose(actor, round_.declared, organization)
    made = checked(actor, round_, organization, said)
    if _stands(made):
        raise RefusedError(_("This organization is in the list already."), "organization")
    try:
        with transaction.atomic():
            made.save()
    except IntegrityError:
        raise RefusedError(
            _("This organization is proposed in this round already."), "organization"
        ) from None
    log(made, after=_logged(made), organization=organization.pk)
    return made


def propose_many(
    actor: Actor, round_: Round, organizations: Iterable[Organization], said: Said
) -> tuple[int, str]:
    """Proposes each of them; who is proposed or in the list already is left as it is. How many were
    proposed, and why the last of the others was not."""
    done, fault = 0, ""
    for one in organizations:
        try:
            propose(actor, round_, one, said)
            done += 1
        except RefusedError as error:
            fault = str(error)
    return done, fault


@action("lists.withdraw")
def withdraw(actor: Actor, candidacy: Candidacy) -> None:
    """Whoever proposed it, or an officer of the same county, takes a proposal back that is not
    decided. RefusedError for another."""
    account = actor.account
    round_ = _open(candidacy.round)
    held = Candidacy.objects.select_for_update(of=("self",)).get(pk=candidacy.pk)
    county = account is not None and account.county == held.county
    own = account is not None and held.proposed_by_id == account.pk
    if account is not None and not (own or (county and may_propose(account, round_.declared))):
        raise PermissionDenied
    if held.state != Candidacy.State.PROPOSED:
        raise RefusedError(_("This is decided already."))
    held.state, held.decided_by, held.decided_at = (
        Candidacy.State.WITHDRAWN,
        account,
        timezone.now(),
    )
    held.save(update_fields=["state", "decided_by", "decided_at"])
    log(
        held,
        before={"state": Candidacy.State.PROPOSED},
        after={"state": held.state},
        organization=held.organization_id,
    )


def require_may_propose(actor: Actor, of: DeclaredList, organization: Organization) -> None:
    """Raises PermissionDenied."""
    account = actor.account
    if account is None and actor.origin.via in ("command", "task"):
        return
    if not may_propose(account, of):
        raise PermissionDenied
    assert account is not None
    if account.role == Role.ENTERPRISE:
        seen = Representation.objects.filter(account=account, organization=organization).exists()
    elif account.role == Role.DEPARTMENT:
        seen = leads(account, of)  # who answers for the list proposes anyone
    else:
        seen = Organization.objects.visible_to(account).filter(pk=organization.pk).exists()
    if not seen:
        raise PermissionDenied


def checked(actor: Actor, round_: Round, organization: Organization, said: Said) -> Candidacy:
    """The candidate that is said, not saved. Raises RefusedError with the field at fault."""
    of = round_.declared
    if said.tier not in of.tiers:
        raise RefusedError(_("Choose the tier."), "tier")
    if (said.batch or of.batches) and said.batch not in of.batches:
        raise RefusedError(_("Choose the batch."), "batch")
    subject = said.subject.strip()
    if of.subject is not None and not subject:
        raise RefusedError(_("%(field)s is needed.") % {"field": of.subject.name}, "subject")
    if of.tasks and not round_.tasks.filter(title=subject).exists():
        raise RefusedError(_("Choose one of the tasks of this round."), "subject")
    if len(subject) > 150:
        raise RefusedError(_("At most %(most)s characters.") % {"most": 150}, "subject")
    if said.score is not None and not 0 <= said.score <= 100:
        raise RefusedError(_("A score is a whole number from 0 to 100."), "score")
    return Candidacy(
        round=round_,
        organization=organization,
        county=organization.county,
        tier=said.tier,
        batch=said.batch,
        subject=subject if of.subject is not None else "",
        fields=read_fields(of.fields_of(said.tier), said.fields),
        reason=said.reason.strip()[:LONGEST],
        score=said.score,
        proposed_by=actor.account,
    )


def _stands(candidacy: Candidacy) -> bool:
    """Whether it is in the list already; where the list rolls over, from the same year."""
    of = candidacy.round.declared
    found = Entry.objects.standing().filter(
        list=of.code,
        tier=candidacy.tier,
        organization=candidacy.organization_id,
        subject=candidacy.subject,
    )
    return bool(
        found.filter(year=candidacy.round.year).exists() if of.rolls_over else found.exists()
    )


def _open(round_: Round) -> Round:
    """The round, held so that nobody decides it meanwhile. Raises RefusedError where it takes no
    proposals (any more)."""
    found: Round = Round.objects.select_for_update().get(pk=round_.pk)
    require_state(found, (Round.State.OPEN,))
    if found.closes_on < timezone.localdate():
        raise RefusedError(
            _("Proposals were taken until %(day)s.") % {"day": found.closes_on.isoformat()}
        )
    return found


def _logged(one: Candidacy) -> dict[str, object]:
    names = ("tier", "batch", "subject", "reason", "score", "state")
    return {"round": str(one.round), "list": one.round.list} | {
        name: getattr(one, name) for name in names if getattr(one, name) not in ("", None)
    }
