"""What the rules found becomes warnings, and what is due becomes obligations."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django.db.models import Q
from django.urls import reverse
from django.utils import timezone, translation

from banyan.desk.audit import Actor, action, log
from banyan.desk.cases.kinds import GRAVITIES
from banyan.desk.cases.models import Case
from banyan.desk.cases.opening import Wanted, open_case
from banyan.desk.monitoring.evaluation import first_day
from banyan.desk.monitoring.models import Expected, Finding, KeyEnterprise, MonthlyFigure
from banyan.desk.monitoring.reports import REPORT, due_on
from banyan.desk.monitoring.rules import WARNING, declared_rules
from banyan.desk.monitoring.wording import sentence
from banyan.desk.obligations.calendar import read_calendar
from banyan.desk.obligations.opening import Holder, open_obligation
from banyan.desk.people.access import require
from banyan.desk.people.models import Unit
from banyan.desk.people.roles import Role
from banyan.desk.records.models import Organization, Representation
from banyan.desk.records.rows import in_pieces

CITY_UNIT = "industry"
Row = Mapping[str, Any]


@action("monitoring.raise_warnings")
def raise_warnings(actor: Actor, rows: Sequence[Row], limits: Mapping[str, int]) -> int:
    """Writes down what was found (rows of ``evaluation.FOUND``) and is not yet, and opens a warning
    for each enterprise, month and category: several rules gather in one. ``limits`` are the
    thresholds by which it was found. How many findings were new."""
    require(actor)
    known = _known(rows)
    fresh: dict[tuple[str, int, str], list[Row]] = {}
    for row in rows:
        if (row["organization"], row["month"], row["rule"]) not in known:
            category = declared_rules()[row["rule"]].category
            fresh.setdefault((row["organization"], row["month"], category), []).append(row)
    codes = sorted({code for code, _month, _category in fresh})
    organizations = Organization.objects.in_bulk(codes)
    leads = _leads({one.county for one in organizations.values()})
    count = 0
    for (code, month, category), found in fresh.items():
        organization = organizations[code]
        case = _warning(actor, organization, month, category, found, leads[organization.county])
        made = [_finding(organization, month, category, row, limits, case) for row in found]
        Finding.objects.bulk_create(made, ignore_conflicts=True)
        count += len(made)
    log("monitoring.warnings", after={"looked_at": len(rows), "new": count})
    return count


def _known(rows: Sequence[Row]) -> set[tuple[str, int, str]]:
    months = {first_day(row["month"]): row["month"] for row in rows}
    known = set()
    for piece in in_pieces(sorted({row["organization"] for row in rows})):
        found = Finding.objects.filter(organization__in=piece, month__in=months)
        for code, month, rule in found.values_list("organization_id", "month", "rule"):
            known.add((code, months[month], rule))
    return known


def _leads(counties: set[str]) -> dict[str, Unit | None]:
    """The unit of each county that leads its warnings: its industry bureau, else its government,
    else the city's bureau."""
    city = Unit.objects.filter(code=CITY_UNIT).first()
    found: dict[str, Unit | None] = dict.fromkeys(counties, city)
    units = Unit.objects.filter(county__in=counties - {""}).order_by("-code")
    for unit in sorted(units, key=lambda one: "industry" in one.code):
        found[unit.county] = unit
    return found


def _warning(
    actor: Actor,
    organization: Organization,
    month: int,
    category: str,
    rows: Sequence[Row],
    lead: Unit | None,
) -> Case:
    day = first_day(month)
    key = f"{category}:{day:%Y-%m}:{organization.pk}"
    known: Case | None = Case.objects.filter(origin=Case.Origin.RULE, origin_key=key).first()
    if known is not None:
        return known
    rules = [declared_rules()[row["rule"]] for row in rows]
    with translation.override("zh-hans"):
        title = f"{organization.name} {day:%Y-%m}：{'、'.join(rule.words['zh'] for rule in rules)}"
        text = "\n".join(sentence(row) for row in rows)
    wanted = Wanted(
        kind=WARNING,
        category=category,
        title=title[:200],
        text=text,
        organization=organization,
        gravity=max((rule.gravity for rule in rules), key=GRAVITIES.index),
        lead=lead,
    )
    return open_case(actor, wanted, Case.Origin.RULE, key)


def _finding(
    organization: Organization,
    month: int,
    category: str,
    row: Row,
    limits: Mapping[str, int],
    case: Case,
) -> Finding:
    return Finding(
        organization=organization,
        month=first_day(month),
        rule=row["rule"],
        category=category,
        value=row["value"],
        base=row["base"],
        change=row["change"],
        median=row["median"],
        threshold=limits[row["rule"]],
        case=case,
    )


@action("monitoring.expect_reports")
def expect_reports(actor: Actor, month: date) -> int:
    """Opens for each key enterprise that somebody speaks for the obligation to report ``month``,
    once; how many are new. What is reported already or overdue is not asked for any more."""
    require(actor)
    today, due = timezone.localdate(), due_on(month)
    new = 0
    if today <= due:
        days = read_calendar(today, due).working_days_between(today, due)
        for organization in _to_ask(month):
            one = Expected.objects.create(organization=organization, month=month)
            open_obligation(
                REPORT,
                one,
                Holder(role=Role.ENTERPRISE),
                working_days=days,
                link=f"{reverse('monitoring:report', args=[organization.pk])}?month={month:%Y-%m}",
                words={"month": f"{month:%Y-%m}", "name": organization.name},
                organization=organization.pk,
            )
            new += 1
    log("monitoring.figures", after={"month": f"{month:%Y-%m}", "asked": new})
    return new


def _to_ask(month: date) -> list[Organization]:
    watched = KeyEnterprise.objects.filter(
        Q(until__isnull=True) | Q(until__gt=month), since__lte=month
    )
    spoken = Representation.objects.filter(account__is_active=True)
    asked = Expected.objects.filter(month=month)
    reported = MonthlyFigure.objects.filter(month=month)
    found = Organization.objects.filter(pk__in=watched.values("organization_id"))
    found = found.filter(pk__in=spoken.values("organization_id"))
    for done in (asked, reported):
        found = found.exclude(pk__in=done.values("organization_id"))
    return list(found.order_by("pk"))
