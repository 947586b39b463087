"""Distinctive clusters of small and medium enterprises (A5.9), and what settled runs gave
counties."""

from __future__ import annotations

from collections import defaultdict
from datetime import date
from typing import Any

from django.db.models import Sum

from banyan.desk.people.models import Account
from banyan.desk.records.models import FACTS
from banyan.desk.settlement.models import Award

CLUSTER = "sme_cluster"
TO_COUNTIES = ("county_cultivation", CLUSTER)
"""The measures whose awards go to counties."""


def clusters_of(account: Account | None, year: int, county: str = "") -> list[Any]:
    """The verified recognitions of clusters in the year, of one county or of all, as far as the
    reader may see them."""
    recognitions: Any = FACTS["recognitions"]
    found = recognitions.objects.visible_to(account).filter(
        kind=CLUSTER,
        recognized_on__range=(date(year, 1, 1), date(year, 12, 31)),
        organization__kind="county",
        verified_at__isnull=False,
    )
    if county:
        found = found.filter(organization__county=county)
    return list(found.select_related("organization").order_by("organization__county", "pk"))


def awarded(account: Account | None, year: int) -> dict[str, dict[str, tuple[int, int]]]:
    """What settled runs of the year award the counties: (amount, paid) in fen by county and
    measure."""
    rows = (
        Award.objects.visible_to(account)
        .filter(year=year, measure__in=TO_COUNTIES)
        .exclude(state=Award.State.RELEASED)
        .order_by()
        .values_list("county", "measure")
        .annotate(amount=Sum("amount") - Sum("reduced"), all_paid=Sum("paid"))
    )
    found: dict[str, dict[str, tuple[int, int]]] = defaultdict(dict)
    for county, measure, amount, paid in rows:
        found[county][measure] = (amount, paid)
    return dict(found)
