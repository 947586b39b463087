"""The record of a visit: a plain form that a phone fills in under a minute. With scripts it works
without signal too: what is sent is kept on the phone and sent, once, when there is signal."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.contrib import messages
from django.contrib.staticfiles import finders
from django.contrib.staticfiles.storage import staticfiles_storage
from django.core.exceptions import PermissionDenied
from django.http import (
    Http404,
    HttpRequest,
    HttpResponse,
    HttpResponseBase,
    JsonResponse,
)
from django.middleware.csrf import get_token
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from banyan.desk.audit import RefusedError
from banyan.desk.cases.kinds import kind_of
from banyan.desk.cases.states import Gravity
from banyan.desk.people import access
from banyan.desk.people.access import account_of, actor_of
from banyan.desk.people.models import Account
from banyan.desk.records.views.sending import sent_files
from banyan.desk.visits.actions import visiting
from banyan.desk.visits.actions.visiting import Problem, Said
from banyan.desk.visits.models import Visit
from banyan.desk.visits.responsible import open_assignments
from banyan.desk.visits.scope import OFFICERS, organizations_of
from banyan.desk.visits.views.parts import day_of, given

MOST_OWN = 500
"""Enterprises that are kept on a phone."""
WORKER = "ui/visits-worker.js"


@access.roles(*OFFICERS)
@never_cache
@require_http_methods(["GET", "POST"])
def phone(request: HttpRequest) -> HttpResponse:
    """The form; sent by a script, the answer is JSON: ``visit`` and ``address``, or ``why`` it was
    refused and the ``field`` at fault."""
    by_script = request.headers.get("Accept") == "application/json"
    error = None
    if request.method == "POST":
        try:
            visit = _recorded(request)
        except RefusedError as refused:
            error = refused
        else:
            if by_script:
                return JsonResponse({"visit": visit.pk, "address": visit.get_absolute_url()})
            messages.success(request, _("The visit is recorded; its problems are in the ledger."))
            return redirect(visit)
    if by_script and error is not None:
        return JsonResponse({"why": str(error), "field": error.field}, status=422)
    context = _context(request) | {"error": error}
    return render(request, "visits/phone.html", context, status=422 if error else 200)


def _recorded(request: HttpRequest) -> Visit:
    account = account_of(request)
    meant = request.POST.get("account", "")
    if account is None or (meant and meant != str(account.pk)):
        # Recorded by somebody else on this phone: it waits until they sign in.
        raise PermissionDenied
    held_on = day_of(request.POST.get("held_on", ""))
    if held_on is None:
        raise RefusedError(_("Say on which day it was."), "held_on")
    with sent_files(request, "photos") as photos:
        said = Said(
            organization=_text(request, "organization"),
            held_on=held_on,
            form=_text(request, "form"),
            seen=_text(request, "seen"),
            asked=_text(request, "asked"),
            companions=_text(request, "companions"),
            problems=tuple(_problems(request)),
            photos=photos,
        )
        return visiting.record(actor_of(request), said, _text(request, "key"))


def _text(request: HttpRequest, name: str) -> str:
    return str(request.POST.get(name, "")).replace("\x00", "")


def _problems(request: HttpRequest) -> Iterator[Problem]:
    """The problems of the form, without the rows that are left empty."""
    texts = [one.replace("\x00", "") for one in request.POST.getlist("problem")]
    categories = request.POST.getlist("category")
    gravities = request.POST.getlist("gravity")
    for place, text in enumerate(texts):
        if text.strip():
            category = categories[place] if place < len(categories) else ""
            gravity = gravities[place] if place < len(gravities) else Gravity.GENERAL
            yield Problem(text.strip(), category, gravity)


def _context(request: HttpRequest) -> dict[str, Any]:
    account = account_of(request)
    asked = request.POST.get("organization") or given(request, "organization")
    own = own_organizations(account)
    if asked and asked not in {one["code"] for one in own}:
        other = organizations_of(account).filter(pk=asked).first()
        if other is not None:
            own.insert(0, {"code": other.pk, "name": other.name})
    kept = request.POST if request.method == "POST" else {}
    return {
        **_form(),
        "account": account,
        "organizations": own,
        "organization": asked,
        "kept": kept,
        "rows": [
            {"text": text, "category": category, "gravity": gravity}
            for text, category, gravity in zip(
                *(
                    (request.POST.getlist(name) + [""] * 3)[:3]
                    for name in ("problem", "category", "gravity")
                ),
                strict=True,
            )
        ],
        "key": kept.get("key") or uuid.uuid4(),
        "held_on": kept.get("held_on") or timezone.localdate().isoformat(),
        "today": timezone.localdate().isoformat(),
    }


def _form() -> dict[str, Any]:
    """What the form is made of, whoever fills it in."""
    categories = kind_of("problem").categories.values()
    return {
        "forms": Visit.Form.choices,
        "gravities": Gravity.choices,
        "categories": [(one.code, one.name) for one in categories],
        "words": {one.code: list(one.suggested_by) for one in categories},
        "most_photos": visiting.MOST_PHOTOS,
    }


def own_organizations(account: Account | None) -> list[dict[str, str]]:
    """The enterprises that are an account's own, whoever was visited longest ago first."""
    rows = open_assignments().filter(officer=account).order_by("visited_on", "pk")
    names = rows.values_list("organization_id", "organization__name")[:MOST_OWN]
    return [{"code": code, "name": name} for code, name in dict(names).items()]


@access.visitors
@never_cache
@require_safe
def kept(request: HttpRequest) -> HttpResponse:
    """The page that a phone keeps for when there is no signal: the form, and nothing of anybody.
    Who filled it in and which enterprises are theirs, the phone knows."""
    context = _form() | {"empty": True, "rows": [{}], "organizations": []}
    return render(request, "visits/kept.html", context)


@access.visitors
@never_cache
@require_safe
def state(request: HttpRequest) -> HttpResponse:
    """Who is signed in, with a fresh token to send by, and their enterprises; ``account`` is null
    for a visitor and for who makes no visits."""
    account = account_of(request)
    if account is None or account.role not in OFFICERS:
        return JsonResponse({"account": None})
    return JsonResponse(
        {
            "account": account.pk,
            "token": get_token(request),
            "organizations": own_organizations(account),
        }
    )


@access.visitors
@require_safe
def worker(request: HttpRequest) -> HttpResponseBase:
    """The service worker of these pages; it must lie below ``/visits/``."""
    found = finders.find(WORKER)
    if found is None and staticfiles_storage.exists(WORKER):
        found = staticfiles_storage.path(WORKER)
    if found is None:
        raise Http404
    answer = HttpResponse(Path(str(found)).read_bytes(), content_type="text/javascript")
    answer["Cache-Control"] = "no-cache"
    return answer
