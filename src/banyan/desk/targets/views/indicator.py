"""The page of an indicator, and the records behind its value."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from banyan.desk.people import access
from banyan.desk.policy_pack import adopted_count, declared_pack
from banyan.desk.records import labels
from banyan.desk.records.models import Organization
from banyan.desk.records.scope import visible_organizations
from banyan.desk.targets import charts
from banyan.desk.targets.amounts import aim, brief, written
from banyan.desk.targets.closing import candidates, waits_on
from banyan.desk.targets.indicators import LAST, Indicator, declared_indicators
from banyan.desk.targets.judging import WINDOW, Light, looking_back
from banyan.desk.targets.keeping import points_of
from banyan.desk.targets.lines import COLOURS, line_of
from banyan.desk.targets.models import Standing, Value, ValueVersion
from banyan.desk.targets.scope import READERS, may_report
from banyan.desk.targets.sources import Link, Source, source_of
from banyan.desk.targets.views.overview import bar, counties_seen
from banyan.desk.targets.wording import needs_more, what_would_close_it
from banyan.desk.ui.paging import page_of

VERSIONS = 15


def declared(code: str) -> Indicator:
    found = declared_indicators().get(code)
    if found is None:
        raise Http404
    return found


@access.roles(*READERS)
@require_safe
def indicator(request: HttpRequest, code: str) -> HttpResponse:
    """How it stands and will go on, what would close the gap, and all that it is founded on."""
    one = declared(code)
    account = access.account_of(request)
    seen = counties_seen(account) if one.counties else []
    county = request.GET.get("county", "")
    county = county if county in seen else ""
    standing = Standing.objects.visible_to(account).filter(indicator=code, county=county).first()
    line = line_of(one, standing)
    points = points_of(code, county)
    near = candidates(one, account, county)
    context = bar(request) | {
        "indicator": one,
        "line": line,
        "path": written(one, line.standing.path) if line.path else "",
        "target": aim(one, line.target),
        "standing": line.standing,
        "county": county,
        "county_name": labels.word_label("county", county) if county else "",
        "chart": charts.to_2030(one, points, county),
        "year_chart": charts.running_year(one, points, county),
        "unit": charts.unit_of(one),
        "years": charts.year_rows(one, points, county) if one.has_target else [],
        "missing": needs_more(line.standing.missing) if line.standing.missing else "",
        "closing": what_would_close_it(one, line.standing),
        "candidates": near,
        "waits_on": "" if near else waits_on(one),
        "band": _band(one, line.standing),
        "back": _looking_back(one, points),
        "window": adopted_count(WINDOW),
        "article": declared_pack().articles[one.article],
        "figures": _figures(one),
        "versions": _versions(account, one, county),
        "source": source_of(one),
        "behind": _behind_link(one, county),
        "list": _list_link(one, county),
        "reports": may_report(account, one),
        "parts": [declared_indicators()[other] for other in one.drawn.get("of", ())],
    }
    context |= _counties(account, one, seen)
    return render(request, "targets/indicator.html", context)


def _band(one: Indicator, held: Standing) -> dict[str, str]:
    found = {}
    for name in ("year", "last"):
        low, high = getattr(held, f"{name}_low"), getattr(held, f"{name}_high")
        if low is not None:
            words = {"low": written(one, low), "high": written(one, high)}
            found[name] = _("%(low)s to %(high)s") % words
            found[f"{name}_middle"] = written(one, getattr(held, f"{name}_middle"))
    return found


def _looking_back(one: Indicator, points: Any) -> dict[str, Any] | None:
    found = looking_back(one, points)
    if found is None:
        return None
    said, came = found["said"], found["came"]
    return {
        "then": found["day"],
        "day": came.day,  # type: ignore[attr-defined]
        "middle": written(one, said.middle),  # type: ignore[attr-defined]
        "low": written(one, said.low),  # type: ignore[attr-defined]
        "high": written(one, said.high),  # type: ignore[attr-defined]
        "came": written(one, came.value),  # type: ignore[attr-defined]
        "within": found["within"],
    }


def _figures(one: Indicator) -> list[dict[str, Any]]:
    """The figures of the policy on which the target stands, that two people can change."""
    keys = [one.target.key, one.baseline.key]
    if one.horizon == str(LAST):
        keys.append("targets.path")
    figures = declared_pack().parameters
    return [{"key": key, "words": figures[key].words[labels.language()]} for key in keys if key]


def _versions(account: Any, one: Indicator, county: str) -> list[dict[str, Any]]:
    rows = (
        ValueVersion.objects.visible_to(account)
        .filter(of__indicator=one.code, of__county=county)
        .select_related("of", "report", "report__proposed_by", "report__decided_by")
        .order_by("-of__period", "-version")[:VERSIONS]
    )
    return [
        {
            "version": row,
            "value": written(one, row.value),
            "source": Value.Source(row.source).label,
        }
        for row in rows
    ]


def _behind_link(one: Indicator, county: str) -> str:
    """The page of the records that count; empty where there is none."""
    source = source_of(one)
    if source is None or source.rows is None or source.organization is None:
        return ""
    address = reverse("targets:behind", args=[one.code])
    return f"{address}?county={county}" if county else address


def _list_link(one: Indicator, county: str) -> Link | None:
    """The list of another part of the desk that it draws on."""
    source = source_of(one)
    if source is None or source.link is None:
        return None
    return source.link(one, timezone.localdate(), county)


def _counties(account: Any, one: Indicator, seen: list[str]) -> dict[str, Any]:
    if not seen:
        return {"by_county": []}
    standings = (
        Standing.objects.visible_to(account)
        .filter(indicator=one.code, county__in=seen)
        .exclude(county="")
    )
    held = {row.county: row for row in standings}
    rows = [_county(one, code, held.get(code)) for code in seen]
    rows.sort(key=lambda row: (-row["share"], -row["lacks"], row["code"]))
    names = {code: labels.word_label("county", code) for code in seen}
    address = reverse("targets:indicator", args=[one.code])
    return {
        "by_county": rows,
        "furthest": [row for row in rows if row["share"] > 0][:3],
        "map": charts.of_counties(
            {row["code"]: (row["light"], row["value"]) for row in rows},
            names,
            {code: f"{address}?county={code}" for code in seen},
        )
        if len(seen) > 1
        else None,
        "map_headers": [_("County"), _("actual"), _("path"), _("light")],
        "map_rows": [[row["name"], row["value"], row["path"], row["word"]] for row in rows],
    }


def _county(one: Indicator, code: str, held: Standing | None) -> dict[str, Any]:
    light = Light.UNKNOWN if held is None else Light(held.light)
    value, path = (held.value, held.path) if held else (None, None)
    behind = None
    if value is not None and path is not None:
        behind = value - path if one.direction == "at_most" else path - value
    return {
        "code": code,
        "name": labels.word_label("county", code),
        "light": light.value,
        "word": light.label,
        "colour": COLOURS[light.value],
        "value": brief(one, value),
        "path": brief(one, path),
        "target": brief(one, None if held is None else held.target),
        "behind": brief(one, behind) if behind is not None and behind > 0 else "",
        "lacks": behind or 0,
        # how far behind its path, as a part of it
        "share": behind / path if behind is not None and path else 0,
    }


@access.roles(*READERS)
@require_safe
def behind(request: HttpRequest, code: str) -> HttpResponse:
    """The records that count today, as far as the account sees their organizations."""
    one = declared(code)
    account = access.account_of(request)
    source = source_of(one)
    if source is None or source.rows is None or source.organization is None:
        raise Http404
    rows = source.rows(one, timezone.localdate())
    of_organizations = rows.model is Organization
    path = f"{source.organization}__" if source.organization else ""
    seen = visible_organizations(account, path)
    if seen is not None:
        rows = rows.filter(seen)
    county = request.GET.get("county", "")
    if county in counties_seen(account):
        rows = rows.filter(**{source.county: county})
    else:
        county = ""
    if source.organization:
        rows = rows.select_related(source.organization)
    page = page_of(rows, request.GET, "uscc" if of_organizations else "-id")
    context = {
        "indicator": one,
        "page": page,
        "count": f"{rows.order_by().count():,}",
        "rows": [_behind_row(one, row, source) for row in page.rows],
        "county_name": labels.word_label("county", county) if county else "",
    }
    return render(request, "targets/behind.html", context)


def _behind_row(one: Indicator, row: Any, source: Source) -> dict[str, Any]:
    organization = row
    for name in filter(None, (source.organization or "").split("__")):
        organization = getattr(organization, name)
    return {
        "organization": organization,
        "county": labels.word_label("county", organization.county),
        "record": _record(row, organization, source),
        "amount": written(one, getattr(row, source.amount)) if source.amount else "",
    }


def _record(row: Any, organization: Any, source: Source) -> Link:
    """What counts, and its page."""
    if row is organization:
        address = reverse("records:organization", args=[organization.pk])
        return Link(_("Recognitions"), f"{address}#recognitions")
    if source.words is not None:
        return Link(source.words(row), row.get_absolute_url())
    table = row.table.name
    return Link(labels.table_label(table), reverse("records:record", args=[table, row.pk]))
