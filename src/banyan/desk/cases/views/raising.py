"""An enterprise raises a problem or a request; an official records one."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from banyan.desk.audit import RefusedError
from banyan.desk.cases.actions import raising
from banyan.desk.cases.actions.raising import Raised, kinds_to_raise
from banyan.desk.cases.asking import suggested, unit_words
from banyan.desk.cases.kinds import Category
from banyan.desk.cases.search import similar
from banyan.desk.cases.states import Gravity
from banyan.desk.cases.views.parts import text_of
from banyan.desk.people import access
from banyan.desk.people.access import account_of, actor_of
from banyan.desk.people.roles import Role
from banyan.desk.records.models import Organization
from banyan.desk.records.search.question import Question, ask
from banyan.desk.records.views.sending import sent_files

MAY = (Role.ENTERPRISE, *raising.RECORDING)
MOST_OFFERED = 20


@access.roles(*MAY)
@require_http_methods(["GET", "POST"])
def raise_case(request: HttpRequest) -> HttpResponse:
    """The form, and what comes of it."""
    error = None
    if request.method == "POST" and "look" not in request.POST:
        try:
            with sent_files(request, "files") as files:
                case = _made(request, files)
        except RefusedError as refused:
            error = refused
        else:
            messages.success(request, _("It is in the ledger; its page shows who has it."))
            return redirect("cases:case", case.pk)
    context = _context(request) | {"error": error}
    return render(request, "cases/raise.html", context, status=422 if error else 200)


@access.roles(*MAY)
@require_GET
def suggest(request: HttpRequest) -> HttpResponse:
    """While one types: the category that the words suggest, and similar solved cases."""
    text = f"{request.GET.get('title', '')} {request.GET.get('text', '')}"[:2_000]
    found = suggested(text, kinds_to_raise().values()) if text.strip() else None
    alike = similar(account_of(request), text) if text.strip() else []
    context: dict[str, Any] = {"found": found, "alike": alike}
    if found is not None and not request.GET.get("about"):
        kind, category = found
        context |= {
            "about": f"{kind.code}:{category.code}",
            "kinds": kinds_to_raise().values(),
            "fields": _fields(request, category),
        }
    return render(request, "cases/suggested.html", context)


@access.roles(*MAY)
@require_GET
def asked_fields(request: HttpRequest) -> HttpResponse:
    """What the chosen category asks for."""
    kind, _colon, category = request.GET.get("about", "").partition(":")
    chosen = kinds_to_raise().get(kind)
    found = chosen.categories.get(category) if chosen is not None else None
    return render(request, "cases/fields.html", {"fields": _fields(request, found)})


@access.roles(*raising.RECORDING)
@require_GET
def organizations(request: HttpRequest) -> HttpResponse:
    """While an official types: the organizations that are meant."""
    return render(
        request, "cases/organizations.html", {"organizations": _offered(request, request.GET)}
    )


def _made(request: HttpRequest, files: list[Any]) -> Any:
    kind, _colon, category = request.POST.get("about", "").partition(":")
    said = Raised(
        kind=kind,
        category=category,
        title=text_of(request, "title"),
        text=text_of(request, "text"),
        contact=text_of(request, "contact"),
        phone=text_of(request, "phone"),
        gravity=request.POST.get("gravity", Gravity.GENERAL),
        fields={
            name.removeprefix("field-"): text_of(request, name)
            for name in request.POST
            if name.startswith("field-")
        },
        files=files,
    )
    code = request.POST.get("organization", "")
    organization = (
        Organization.objects.visible_to(account_of(request)).filter(pk=code).first()
        if code
        else None
    )
    if not _official(request):
        if organization is None:
            raise RefusedError(_("Choose the organization."), "organization")
        return raising.raise_case(actor_of(request), organization, said)
    if code and organization is None:
        raise RefusedError(_("Choose the organization."), "organization")
    return raising.record_case(actor_of(request), organization, said)


def _context(request: HttpRequest) -> dict[str, Any]:
    given = request.POST if request.method == "POST" else request.GET
    kind, _colon, category = given.get("about", "").partition(":")
    chosen = kinds_to_raise().get(kind)
    found = chosen.categories.get(category) if chosen is not None else None
    account = account_of(request)
    return {
        "official": _official(request),
        "kinds": kinds_to_raise().values(),
        "about": given.get("about", ""),
        "given": given,
        "fields": _fields(request, found),
        "gravities": Gravity.choices,
        "gravity": given.get("gravity", Gravity.GENERAL),
        "organizations": _offered(request, given),
        "organization": given.get("organization", ""),
        "contact": given.get("contact") or (account.name if account else ""),
        "phone": given.get("phone") or (account.phone if account else ""),
    }


def _offered(request: HttpRequest, given: Any) -> list[Any]:
    """An enterprise's own; for an official those whose name or code is meant."""
    seen = Organization.objects.visible_to(account_of(request))
    if not _official(request):
        return list(seen.order_by("pk")[:MOST_OFFERED])
    chosen = given.get("organization", "")
    text = given.get("who", "").strip()[:100]
    if chosen and not text:
        return list(seen.filter(pk=chosen))
    return list(ask(account_of(request), Question(text))[:MOST_OFFERED]) if text else []


def _fields(request: HttpRequest, category: Category | None) -> list[dict[str, Any]]:
    if category is None:
        return []
    return [
        {
            "field": asked,
            "name": f"field-{asked.code}",
            "unit": unit_words(asked.unit),
            "value": request.POST.get(f"field-{asked.code}", ""),
        }
        for asked in category.fields
    ]


def _official(request: HttpRequest) -> bool:
    account = account_of(request)
    return account is not None and account.role != Role.ENTERPRISE
