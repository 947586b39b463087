"""What several pages of visits need."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext as _

from banyan.desk.audit import RefusedError
from banyan.desk.people.access import account_of
from banyan.desk.people.actions.units import counties
from banyan.desk.people.models import Account, Unit
from banyan.desk.people.roles import Role
from banyan.desk.records import search
from banyan.desk.records.labels import word_label
from banyan.desk.visits.models import HandOver
from banyan.desk.visits.responsible import named_by, officers
from banyan.desk.visits.scope import KEEPERS, OFFICERS

MOST_OFFERED = 30
"""Officers who are offered at once."""


def bar_of(request: HttpRequest, current: str) -> dict[str, Any]:
    """What the row of links over the pages needs."""
    account = account_of(request)
    role = account.role if account is not None else ""
    waiting = HandOver.objects.visible_to(account).filter(done_at=None)
    return {
        "current": current,
        "is_officer": role in OFFICERS,
        "keeps": role in KEEPERS,
        "waiting": list(waiting.select_related("officer", "unit").order_by("pk")[:MOST_OFFERED]),
    }


def given(request: HttpRequest, name: str) -> str:
    """A short text of the query string."""
    return request.GET.get(name, "").replace("\x00", "")[:100]


def number_of(text: str) -> int:
    """0 for what is no number."""
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 18 else 0


def day_of(text: str) -> date | None:
    try:
        return date.fromisoformat(text.strip())
    except ValueError:
        return None


def month_of(text: str) -> date | None:
    """The first day of a month as ``2026-03``."""
    return day_of(f"{text.strip()}-01")


def named(text: str) -> search.Question:
    """The question for organizations of that name or code."""
    return search.Question(text, dict.fromkeys(search.THINGS, ""))


def county_choices(account: Account | None) -> list[tuple[str, str]]:
    """The counties among which the account chooses; none where it has one."""
    if account is None or account.role in (Role.COUNTY, Role.DEPARTMENT):
        return []
    return [(code, word_label("county", code)) for code in counties()]


def officers_offered(account: Account | None, text: str) -> list[Account]:
    """The officers whom the account may name (a department: its own people) and whose name, user
    name or unit has ``text``."""
    found = named_by(account)
    if account is not None and account.role == Role.DEPARTMENT:
        found = officers().filter(unit=account.unit_id)
    text = text.strip()
    if text:
        units = Unit.objects.filter(name_zh__contains=text).values("pk")
        found = (
            found.filter(name__contains=text)
            | found.filter(username__startswith=text)
            | found.filter(unit__in=units)
        )
    return list(found.order_by("unit__code", "username")[:MOST_OFFERED])


def officer_of(request: HttpRequest) -> Account:
    """The officer whom the form names. Raises RefusedError where there is none."""
    number = number_of(request.POST.get("officer", ""))
    found = officers().filter(pk=number).first()
    if found is None:
        raise RefusedError(_("Choose the officer."), "officer")
    return found
