"""Sources that draw on verified records, the ledger of the funds and reported values; those that
draw on lists and projects stand in ``drawn_from_lists.py``."""

from __future__ import annotations

from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.db.models import Case, Exists, F, OuterRef, Q, QuerySet, When
from django.urls import reverse
from django.utils.translation import gettext as _

from banyan.desk.funds.models import Entry
from banyan.desk.funds.stages import REACHES, Stage
from banyan.desk.records.models import FACTS, Organization
from banyan.desk.targets.indicators import SINCE_START, START, Indicator
from banyan.desk.targets.models import Value
from banyan.desk.targets.periods import same_months_before
from banyan.desk.targets.sources import Link, Source, declare

VERIFIED = {"verified_at__isnull": False}
_FACTS: Any = FACTS
INDUSTRY = ("B", "C", "D")
"""Sections of GB/T 4754-2017 that are industry."""


def _recognized(indicator: Indicator, day: date) -> QuerySet[Any]:
    """Organizations with a recognition of these kinds (and levels): of what counts since 2026 one
    that was given since, else one that is in force on the day."""
    found = _FACTS["recognitions"].objects.filter(
        organization=OuterRef("pk"),
        kind__in=indicator.drawn["kinds"],
        recognized_on__lte=day,
        **VERIFIED,
    )
    if indicator.drawn.get("levels"):
        found = found.filter(level__in=indicator.drawn["levels"])
    if indicator.adds_up == SINCE_START:
        found = found.filter(recognized_on__gt=date(START, 12, 31))
    else:
        found = found.filter(Q(expires_on=None) | Q(expires_on__gt=day))
    rows: QuerySet[Any] = Organization.objects.filter(Exists(found))
    return rows


def _scaled(indicator: Indicator, day: date) -> QuerySet[Any]:
    """Industrial enterprises that grew above designated size in the year (A1.1)."""
    industrial = Q()
    for section in INDUSTRY:
        industrial |= Q(industry__startswith=section)
    rows: QuerySet[Any] = Organization.objects.filter(
        industrial, kind="enterprise", scaled_on__range=(date(day.year, 1, 1), day), **VERIFIED
    )
    return rows


def _events(indicator: Indicator, day: date) -> QuerySet[Any]:
    rows: QuerySet[Any] = _FACTS["events"].objects.filter(
        kind__in=indicator.drawn["kinds"], held_on__range=(date(day.year, 1, 1), day), **VERIFIED
    )
    return rows


def _expos(indicator: Indicator, day: date) -> QuerySet[Any]:
    booths = _FACTS["booths"].objects.filter(expo=OuterRef("expo"))
    rows: QuerySet[Any] = _FACTS["expos"].objects.filter(
        Exists(booths), scope="national", held_on__range=(date(day.year, 1, 1), day), **VERIFIED
    )
    return rows


def _equipment(indicator: Indicator, day: date) -> QuerySet[Any]:
    rows: QuerySet[Any] = _FACTS["project_years"].objects.filter(year=day.year, **VERIFIED)
    return rows


def _payments(indicator: Indicator, day: date) -> QuerySet[Any]:
    """Movements of money that reached enterprises, or came back, of the year's budgets."""
    signs = REACHES[Stage.PAID.value]
    return Entry.objects.filter(budget__year=day.year, made_on__lte=day, kind__in=signs).annotate(
        moved=Case(*(When(kind=kind, then=F("amount") * sign) for kind, sign in signs.items()))
    )


def _ledger(indicator: Indicator, day: date, county: str) -> Link:
    query = urlencode({"year": day.year, "stage": Stage.PAID.value})
    return Link(_("Ledger of the year's money"), f"{reverse('funds:ledger')}?{query}")


def _difference(indicator: Indicator, day: date) -> int | None:
    """The first of two indicators less the second, both of the same months."""
    values = [_reported(code, day) for code in indicator.drawn["of"]]
    if None in values:
        return None
    first, second = values
    assert first is not None
    assert second is not None
    return first - second


def _rise(indicator: Indicator, day: date) -> int | None:
    """An indicator less what it was in the same months of the year before."""
    (code,) = indicator.drawn["of"]
    now, before = _reported(code, day), _reported(code, same_months_before(day))
    return None if now is None or before is None else now - before


def _reported(code: str, day: date) -> int | None:
    found = Value.objects.filter(indicator=code, county="", as_of=day)
    return found.values_list("value", flat=True).first()


declare("recognitions", Source(rows=_recognized, county="county", organization=""))
declare("scaled", Source(rows=_scaled, county="county", organization=""))
declare("events", Source(rows=_events))
declare("expos", Source(rows=_expos))
declare(
    "equipment",
    Source(
        rows=_equipment,
        county="project__organization__county",
        organization="project__organization",
        amount="equipment_gross",
        dated=False,
    ),
)
declare(
    "payments",
    Source(rows=_payments, county="county", organization=None, amount="moved", link=_ledger),
)
declare("difference", Source(figures=_difference))
declare("rise", Source(figures=_rise))
