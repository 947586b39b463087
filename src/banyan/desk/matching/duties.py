"""What people have to do about matches, and by when. Within a running action."""

from __future__ import annotations

from django.urls import reverse
from django.utils import timezone

from banyan.desk.audit import Actor
from banyan.desk.matching import telling
from banyan.desk.matching.models import Match, Matching
from banyan.desk.obligations.models import Obligation
from banyan.desk.obligations.opening import Holder, close_obligations, open_obligation
from banyan.desk.people.roles import Role
from banyan.desk.policy_pack import adopted_count


def open_confirming(match: Match, name: str) -> Obligation:
    """Those who speak for the organization must answer."""
    return open_obligation(
        telling.CONFIRM,
        match,
        Holder(role=Role.ENTERPRISE),
        working_days=adopted_count("matching.answer_days"),
        link=reverse("matching:answer", args=[match.uscc]),
        words=telling.words_of_obligation(match, name),
        organization=match.uscc,
    )


def close_confirming(actor: Actor, match: Match, *, dropped: bool = False) -> None:
    close_obligations(actor, match, telling.CONFIRM, dropped=dropped)


def open_review(match: Match, name: str) -> None:
    """The county must look at the match."""
    open_obligation(
        telling.REVIEW,
        match,
        Holder(role=Role.COUNTY, county=match.county),
        working_days=adopted_count("matching.review_days"),
        link=reverse("matching:match", args=[match.pk]),
        words=telling.words_of_obligation(match, name),
    )


def close_review(actor: Actor, match: Match, *, dropped: bool = False) -> None:
    close_obligations(actor, match, telling.REVIEW, dropped=dropped)


def settle_telling(actor: Actor, year: int) -> None:
    """As long as there are matches of which nobody has been told, the city must tell them."""
    row, _ = Matching.objects.get_or_create(
        pk=year, defaults={"state": Matching.State.DONE, "asked_at": timezone.now()}
    )
    if Match.objects.filter(year=year, state=Match.State.FOUND).exists():
        open_obligation(
            telling.TELL,
            row,
            Holder(role=Role.CITY),
            working_days=adopted_count("matching.review_days"),
            link=f"{reverse('matching:home')}?year={year}&state={Match.State.FOUND.value}",
            words={"year": year},
        )
    else:
        close_obligations(actor, row, telling.TELL)
