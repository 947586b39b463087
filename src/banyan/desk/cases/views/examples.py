"""Solved cases that everybody may learn from: published and withdrawn on the case's page."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from banyan.desk.cases.models import Case, Example
from banyan.desk.cases.search import actions
from banyan.desk.people import access
from banyan.desk.people.access import account_of, actor_of
from banyan.desk.people.roles import Role

KEEPERS = (Role.COUNTY, Role.CITY)


@access.roles(*KEEPERS)
@require_http_methods(["GET", "POST"])
def example(request: HttpRequest, pk: int) -> HttpResponse:
    """The words in which a solved case is shown to every enterprise."""
    case = get_object_or_404(Case.objects.visible_to(account_of(request)), pk=pk)
    title, answer = request.POST.get("title", case.title), request.POST.get("answer", case.answer)
    faults: list[str] = []
    if request.method == "POST":
        try:
            actions.publish_example(actor_of(request), case, title=title, answer=answer)
        except ValidationError as error:
            faults = error.messages
        else:
            messages.success(request, _("Published: enterprises with such a problem see it."))
            return redirect("cases:case", pk)
    context = {
        "case": case,
        "title": title,
        "answer": answer,
        "faults": faults,
        "shown": Example.objects.filter(case=case, withdrawn_at=None).first(),
    }
    return render(request, "cases/example.html", context, status=422 if faults else 200)


@access.roles(*KEEPERS)
@require_POST
def withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    case = get_object_or_404(Case.objects.visible_to(account_of(request)), pk=pk)
    try:
        actions.withdraw_example(actor_of(request), case)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    else:
        messages.success(request, _("The example was withdrawn."))
    return redirect("cases:case", pk)
