"""My benefits: ``/benefits/``, ``/organizations/<uscc>/benefits/``."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from banyan.desk.benefits.charts import by_measure
from banyan.desk.benefits.combination import combination_of
from banyan.desk.benefits.computing import default_year
from banyan.desk.benefits.declaring import address_of_new
from banyan.desk.benefits.keeping import Current, current
from banyan.desk.benefits.letter import letter
from banyan.desk.benefits.page import by_table, page_of
from banyan.desk.benefits.steps import next_steps
from banyan.desk.people import access
from banyan.desk.people.roles import Role
from banyan.desk.policy.pack_in_force import pack_in_force
from banyan.desk.records.actions import view_organization
from banyan.desk.records.models import Organization
from banyan.rules.errors import FactsError
from banyan.rules.wording import Wording

READERS = tuple(role for role in Role if role is not Role.ADMINISTRATOR)


@access.roles(Role.ENTERPRISE)
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """The benefits of the one organization that the account represents, or which there are."""
    organizations = Organization.objects.visible_to(access.account_of(request)).order_by("name")
    found = list(organizations[:50])
    if len(found) == 1:
        return redirect("benefits:organization", found[0].pk)
    return render(request, "benefits/home.html", {"organizations": found})


@access.roles(*READERS)
@require_safe
def organization(request: HttpRequest, uscc: str) -> HttpResponse:
    """What it gets in the year, what it is near to, what is not known, what is not for it."""
    found = _visible(request, uscc)
    year = _year(request)
    try:
        state = current(found, year)
    except FactsError as error:
        context = {"organization": found, "faults": error.faults}
        return render(request, "benefits/faults.html", context, status=409)
    context = {"organization": found, "year": year, "years": pack_in_force().years}
    if state.benefits is None:
        return render(request, "benefits/waiting.html", context)
    return render(request, "benefits/organization.html", context | _context(request, state))


@access.roles(*READERS)
@require_safe
def letter_as_pdf(request: HttpRequest, uscc: str) -> HttpResponse:
    """The letter, in the reader's language."""
    found = _visible(request, uscc)
    try:
        state = current(found, _year(request))
    except FactsError as error:
        context = {"organization": found, "faults": error.faults}
        return render(request, "benefits/faults.html", context, status=409)
    if state.benefits is None or state.renewing:  # a letter says nothing that is out of date
        return render(request, "benefits/waiting.html", {"organization": found})
    content = letter(state, language(), timezone.localdate())
    name = f"benefits-{found.pk}-{state.benefits.year}-{language()}.pdf"
    return HttpResponse(
        content,
        content_type="application/pdf",
        headers={
            "Content-Disposition": f'inline; filename="{name}"',
            "Cache-Control": "private, no-store",
            "X-Content-Type-Options": "nosniff",
        },
    )


def _visible(request: HttpRequest, uscc: str) -> Any:
    account = access.account_of(request)
    found = get_object_or_404(Organization.objects.visible_to(account), pk=uscc)
    view_organization(access.actor_of(request), found)
    return found


def _year(request: HttpRequest) -> int:
    pack = pack_in_force()
    said = request.GET.get("year", "")
    if not said:
        return default_year(pack)
    if not (said.isascii() and said.isdecimal()) or int(said[:5]) not in pack.years:
        raise Http404
    return int(said)


def language() -> str:
    """The reader's, as the pack has it."""
    return "en" if (get_language() or "zh").startswith("en") else "zh"


def _context(request: HttpRequest, state: Current) -> dict[str, Any]:
    assert state.benefits is not None
    wording = Wording(state.pack, language())
    page = page_of(state, language())
    advice = state.benefits.kept["advice"]
    account = access.account_of(request)
    own = account is not None and account.role == Role.ENTERPRISE
    steps = next_steps(page, advice, wording, timezone.localdate())
    return {
        "page": page,
        "steps": [
            (step, address_of_new(step.table, state.benefits.organization_id) if own else "")
            for step in steps
        ],
        "combination": combination_of(advice, wording),
        "chart": by_measure(page) if page.yours else None,
        "not_recorded": [
            (table, address_of_new(name, state.benefits.organization_id) if own else "", asked)
            for name, table, asked in by_table(page, state.pack, wording)
        ],
        "own": own,
        "state": state,
        "benefits": state.benefits,
    }
