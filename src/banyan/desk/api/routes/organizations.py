"""Organizations, as far as the token's account sees them."""

from __future__ import annotations

from typing import Annotated, Any

from django.http import Http404, HttpRequest
from ninja import Router
from pydantic import Field

from banyan.desk.api.auth import READ, actor
from banyan.desk.api.problems import PROBLEMS
from banyan.desk.api.schemas import Language, OrganizationOut, OrganizationPage, Year
from banyan.desk.benefits.reading import benefits_of
from banyan.desk.people.access import account_of
from banyan.desk.records.actions import view_organization
from banyan.desk.records.models import Organization
from banyan.desk.records.search import Question, ask

router = Router(auth=READ)


def visible(request: HttpRequest, uscc: str) -> Any:
    """The organization; one that the account does not see is not there."""
    found = Organization.objects.visible_to(account_of(request)).filter(pk=uscc).first()
    if found is None:
        raise Http404("no such organization")
    return found


@router.get(
    "/organizations", response={200: OrganizationPage, **PROBLEMS}, operation_id="organizations"
)
def organizations(
    request: HttpRequest,
    q: str = "",
    county: str = "",
    after: str = "",
    limit: Annotated[int, Field(ge=1, le=500)] = 100,
) -> object:
    """Organizations in order of credit code. ``q`` searches names, credit codes and pinyin
    initials."""
    rows = ask(account_of(request), Question(q, {"county": county}))
    found = list(rows.filter(uscc__gt=after)[: limit + 1])
    return {
        "organizations": found[:limit],
        "next": found[limit - 1].uscc if len(found) > limit else None,
    }


@router.get(
    "/organizations/{uscc}",
    response={200: OrganizationOut, **PROBLEMS},
    operation_id="organization",
)
def organization(request: HttpRequest, uscc: str) -> object:
    """One organization."""
    found = visible(request, uscc)
    view_organization(actor(request), found)
    return found


@router.get(
    "/organizations/{uscc}/benefits",
    response={200: dict[str, Any], **PROBLEMS},
    operation_id="benefits",
)
def benefits(request: HttpRequest, uscc: str, year: Year, lang: Language = "zh") -> object:
    """What the organization gets of every measure for the year and why, what is near, what to do
    next and the best elections, as its page shows them."""
    return benefits_of(visible(request, uscc), year, lang)
