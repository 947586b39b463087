"""What the end of a term brings by itself: re-checks ahead of it, and an end without a renewal."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, timedelta

from django.db.models import CharField, Exists, OuterRef, QuerySet
from django.db.models.functions import Cast

from banyan.desk.audit import Actor, RefusedError, action, log
from banyan.desk.lists import telling
from banyan.desk.lists.actions.changing import REVIEW
from banyan.desk.lists.declared import declared_lists
from banyan.desk.lists.models import Change, Entry, Step, Why
from banyan.desk.lists.scope import ListedQuerySet
from banyan.desk.obligations.models import Obligation
from banyan.desk.obligations.opening import Holder, close_obligations, open_obligation
from banyan.desk.people.access import require
from banyan.desk.people.roles import Role
from banyan.desk.policy_pack import adopted_count


@action("lists.begin_reviews")
def begin_reviews(actor: Actor, numbers: Collection[int], day: date) -> None:
    """Opens the re-check of entries whose term ends soon, and tells those who speak for them. Only
    the desk itself may. Raises RefusedError where none is left."""
    require(actor)
    found = list(to_review(day).filter(pk__in=numbers).select_related("organization"))
    if not found:
        raise RefusedError("nothing to re-check")
    days = adopted_count("lists.review_days")
    for one in found:
        open_obligation(
            REVIEW,
            one,
            Holder(role=Role.CITY),
            working_days=days,
            link=one.get_absolute_url(),
            words=telling.entry_words(one),
            organization=one.organization_id,
        )
    Step.objects.bulk_create(
        Step(entry=one, what=Step.What.REVIEW, stage=one.stage, note=str(one.expires_on))
        for one in found
    )
    telling.reviewed(found)
    for one in found:
        log(one, after={"expires_on": one.expires_on}, organization=one.organization_id)


@action("lists.lapse")
def lapse(actor: Actor, numbers: Collection[int], day: date) -> None:
    """Ends entries whose term has ended without a renewal. The records behind them have said so all
    along. Only the desk itself may. Raises RefusedError where none is left."""
    require(actor)
    found = list(
        to_lapse(day)
        .filter(pk__in=numbers)
        .select_for_update(of=("self",))
        .select_related("organization")
    )
    if not found:
        raise RefusedError("nothing has ended")
    for one in found:
        one.left_on, one.why = one.expires_on, Why.TERM
        close_obligations(actor, one, dropped=True)
    Entry.objects.bulk_update(found, ["left_on", "why"])
    Step.objects.bulk_create(
        Step(entry=one, what=Step.What.LEFT, stage=one.stage, note=one.get_why_display())
        for one in found
    )
    telling.left(found)
    for one in found:
        log(
            one,
            after={"left_on": one.left_on, "why": one.why},
            organization=one.organization_id,
        )


def to_review(day: date) -> ListedQuerySet:
    """Those whose term ends soon and of which nobody has the re-check or has proposed anything. A
    list that rolls over has none: it is proposed anew."""
    rolling = [code for code, one in declared_lists().items() if one.rolls_over]
    ahead = day + timedelta(days=adopted_count("lists.review_ahead"))
    waiting = Obligation.objects.filter(
        kind=REVIEW,
        subject=Entry._meta.label_lower,
        key=OuterRef("text"),
        state__in=["open", "paused"],
    )
    found: ListedQuerySet = (
        Entry.objects.standing()
        .filter(expires_on__gt=day, expires_on__lte=ahead)
        .exclude(list__in=rolling)
        .annotate(text=Cast("pk", CharField()))
        .filter(~Exists(waiting), ~Exists(_proposed()))
    )
    return found


def to_lapse(day: date) -> ListedQuerySet:
    """Those whose term has ended; not those of which something proposed waits to be confirmed."""
    found: ListedQuerySet = (
        Entry.objects.standing().filter(expires_on__lte=day).filter(~Exists(_proposed()))
    )
    return found


def _proposed() -> QuerySet[Change]:
    found: QuerySet[Change] = Change.objects.filter(
        entry=OuterRef("pk"), state=Change.State.PROPOSED
    )
    return found
