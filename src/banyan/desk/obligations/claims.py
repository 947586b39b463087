"""Claims that wait for an officer stand among the obligations. Records lie below and know nothing
of obligations: what they do is followed after its commit, and once a day whatever was missed."""

from __future__ import annotations

from datetime import date

from django.db.models import CharField, Exists, OuterRef
from django.db.models.functions import Cast
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django_tasks import task

from banyan.desk.audit import Actor, Origin, action, log
from banyan.desk.audit.models import Entry
from banyan.desk.obligations import kinds
from banyan.desk.obligations.models import Obligation
from banyan.desk.obligations.opening import Holder, close_obligations, open_obligation
from banyan.desk.obligations.scope import ObligationQuerySet
from banyan.desk.people.access import require
from banyan.desk.people.roles import Role
from banyan.desk.policy_pack import adopted_count
from banyan.desk.records.models import Claim, Organization

KIND = "records.decide_claim"
DAYS = "claim.decision_days"
SUBJECT = Claim._meta.label_lower
FOLLOWED = ("records.claim", "records.accept_claim", "records.refuse_claim")

kinds.declare(
    KIND,
    _("Decide whether %(person)s may speak for %(organization)s"),
    name=_("Claims of people who wish to speak for an organization"),
)


@action("obligations.follow_claim")
def follow_claim(actor: Actor, claim: Claim) -> None:
    """Opens the obligation to decide a claim that waits, closes that of one that is decided. Only
    the desk itself may."""
    require(actor)
    claim = Claim.objects.select_for_update(of=("self",)).select_related("account").get(pk=claim.pk)
    if claim.state == Claim.State.WAITING:
        _open(claim)
    else:
        close_obligations(Actor(claim.decided_by, actor.origin), claim, KIND)
    log(claim, after={"state": claim.state}, organization=claim.uscc)


def _open(claim: Claim) -> None:
    known = Organization.objects.filter(pk=claim.uscc).values_list("name", "county").first()
    name, county = known or (claim.uscc, "")
    open_obligation(
        KIND,
        claim,
        # Of an organization that is not known here no county officer sees the claim.
        Holder(role=Role.COUNTY, county=county) if county else Holder(role=Role.CITY),
        working_days=adopted_count(DAYS),
        link=reverse("records:claim", args=[claim.pk]),
        words={"person": str(claim.account), "organization": name},
        organization=claim.uscc,
    )


def on_entry(entry: Entry) -> None:
    """Called after commit."""
    if entry.action in FOLLOWED and entry.subject == SUBJECT:
        follow.enqueue(int(entry.key))


@task()
def follow(number: int) -> None:
    claim = Claim.objects.get(pk=number)
    if (claim.state == Claim.State.WAITING) != _held().filter(key=str(number)).exists():
        follow_claim(Actor(origin=Origin(via="task")), claim)


def on_day(actor: Actor, day: date) -> None:
    """The duty of the day: whatever was missed because the desk ended in between."""
    held = _held().filter(key=OuterRef("text"))
    claims = Claim.objects.annotate(text=Cast("pk", CharField())).annotate(held=Exists(held))
    missed = claims.filter(state=Claim.State.WAITING, held=False)
    lingering = claims.exclude(state=Claim.State.WAITING).filter(held=True)
    for claim in (*missed, *lingering):
        follow_claim(actor, claim)


def _held() -> ObligationQuerySet:
    waiting = (Obligation.State.OPEN, Obligation.State.PAUSED)
    return Obligation.objects.filter(kind=KIND, subject=SUBJECT, state__in=waiting)
