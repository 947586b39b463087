"""A case's page: what it is, where it is, who has it, and what it went through."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render

from banyan.desk.cases.models import Case
from banyan.desk.people import access


@access.signed_in
def case(request: HttpRequest, pk: int) -> HttpResponse:
    found = get_object_or_404(Case.objects.visible_to(access.account_of(request)), pk=pk)
    return render(request, "cases/case.html", {"case": found, "moves": found.moves.all()})
