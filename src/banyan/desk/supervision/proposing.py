"""Whom the rule proposes to hold to account."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlencode

from django.db.models import Count, Q
from django.utils import timezone

from banyan.desk.people.models import Account, Unit
from banyan.desk.policy_pack import adopted_count
from banyan.desk.records.labels import word_label
from banyan.desk.supervision.models import Accountability, Letter


@dataclass(frozen=True)
class Unanswered:
    """``letters`` were not answered in time; ``asked`` fills the form."""

    name: str
    letters: int
    asked: str


def unanswered(account: Account | None) -> list[Unanswered]:
    """Units and counties that left as many letters unanswered as the pack's figure says, or more,
    and about whom none of these letters is a ground yet; the most first."""
    late = Q(state=Letter.State.SENT, answer_due_on__lt=timezone.localdate())
    never = Q(state=Letter.State.URGED, answer="")
    grounds = Accountability.objects.filter(state__in=["proposed", "confirmed"])
    rows = (
        Letter.objects.visible_to(account)
        .filter(late | never)
        .exclude(grounds__accountability__in=grounds)
        .order_by()
        .values_list("unit", "county")
        .annotate(Count("pk"))
    )
    least = adopted_count("supervision.unanswered_letters")
    units = {one.pk: one for one in Unit.objects.all()}
    found = [
        Unanswered(
            units[unit].name if unit else word_label("county", county),
            count,
            urlencode({"unit": unit} if unit else {"county": county}),
        )
        for unit, county, count in rows
        if count >= least
    ]
    return sorted(found, key=lambda one: -one.letters)
