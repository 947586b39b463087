"""The targets on the page of the article that sets them, of the list or the projects that they draw
on, and of an organization that counts in them."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.utils import timezone

from banyan.desk.lists.declared import DeclaredList
from banyan.desk.people.access import account_of
from banyan.desk.people.roles import Role
from banyan.desk.projects.kinds import ProjectList
from banyan.desk.records.models import Organization
from banyan.desk.targets.amounts import written
from banyan.desk.targets.indicators import Indicator, declared_indicators
from banyan.desk.targets.judging import Light
from banyan.desk.targets.lines import COLOURS
from banyan.desk.targets.models import Standing
from banyan.desk.targets.scope import READERS
from banyan.desk.targets.sources import source_of
from banyan.desk.ui.sections import Section
from banyan.rules.articles import Article


def _reads(request: HttpRequest) -> bool:
    account = account_of(request)
    return account is not None and Role(account.role) in READERS


def of_article(request: HttpRequest, article: Article) -> Section | None:
    """The indicators of the article with their lights; for those who see targets."""
    found = [one for one in declared_indicators().values() if one.article == article.number]
    return _standing(request, found, "targets/of_article.html")


def of_list(request: HttpRequest, of: DeclaredList) -> Section | None:
    """The indicators that count who is in the list, or holds the recognition that it gives."""
    given = {
        (tier.recognition.kind, tier.recognition.level)
        for tier in of.tiers.values()
        if tier.recognition is not None
    }
    found = [one for one in declared_indicators().values() if _draws_on(one, of.code, given)]
    return _standing(request, found, "targets/of_list.html")


def _draws_on(indicator: Indicator, code: str, given: set[tuple[str, str]]) -> bool:
    kinds = indicator.drawn.get("kinds", ()) if indicator.source == "recognitions" else ()
    levels = indicator.drawn.get("levels")
    return indicator.drawn.get("list") == code or any(
        kind in kinds and (not levels or level in levels) for kind, level in given
    )


def of_project_list(request: HttpRequest, of: ProjectList) -> Section | None:
    """The indicators that count the projects on the list."""
    found = [one for one in declared_indicators().values() if one.drawn.get("list") == of.code]
    return _standing(request, found, "targets/of_list.html")


def _standing(request: HttpRequest, found: list[Indicator], template: str) -> Section | None:
    """These indicators with their values and lights, for those who see targets."""
    if not found or not _reads(request):
        return None
    standings = Standing.objects.visible_to(account_of(request)).filter(
        indicator__in=[one.code for one in found], county=""
    )
    held = {one.indicator: one for one in standings}
    rows = [_row(one, held.get(one.code)) for one in found]
    return Section(template, {"rows": rows})


def _row(indicator: Indicator, standing: Standing | None) -> dict[str, Any]:
    return {
        "indicator": indicator,
        "standing": standing,
        "colour": COLOURS[Light.UNKNOWN if standing is None else standing.light],
        "value": written(indicator, None if standing is None else standing.value),
        "target": written(indicator, None if standing is None else standing.target),
    }


def of_organization(request: HttpRequest, organization: Any) -> Section | None:
    """The indicators among whose rows the organization is today."""
    if not _reads(request):
        return None
    today = timezone.localdate()
    found = [
        indicator
        for indicator in declared_indicators().values()
        if counts_in(indicator, organization, today)
    ]
    context = {"indicators": found, "organization": organization}
    return Section("targets/of_organization.html", context) if found else None


def counts_in(indicator: Indicator, organization: Any, day: Any) -> bool:
    """Whether the organization, or a row of it, counts for the day."""
    source = source_of(indicator)
    if source is None or source.rows is None or source.organization is None:
        return False
    rows = source.rows(indicator, day)
    if rows.model is Organization:
        return rows.filter(pk=organization.pk).exists()
    return rows.filter(**{source.organization: organization}).exists()
