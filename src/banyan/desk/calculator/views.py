"""The calculator: one page, open to everyone, that keeps nothing."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.http import require_http_methods

from banyan.desk.calculator.calculation import calculate
from banyan.desk.calculator.description import Description, added, from_form, from_link, to_link
from banyan.desk.calculator.form import form_of, measure_groups
from banyan.desk.calculator.shape import shape_of
from banyan.desk.people import access
from banyan.desk.people.limits import limited
from banyan.desk.policy.pack_in_force import pack_in_force
from banyan.rules.explanation import Group
from banyan.rules.pack import Pack


@access.visitors
@limited("calculator")
@require_http_methods(["GET", "HEAD", "POST"])
def home(request: HttpRequest) -> HttpResponse:
    """The form and what comes of it. A link opens a calculation (``?y=…&m=…&f=…``), and
    ``?measure=CODE`` picks a measure. A form that is sent answers with the address of its link,
    or, to htmx, with what has changed of the page."""
    policy = pack_in_force()
    shape = shape_of(policy)
    if request.method != "POST":
        return _page(request, policy, from_link(policy, shape, request.GET))
    description = from_form(policy, shape, request.POST)
    link = to_link(description)
    if not getattr(request, "htmx", False):
        if link is None:
            return _page(request, policy, description)
        return redirect(f"{reverse('calculator:home')}?{link}")
    part = "result" if request.POST.get("part") == "result" else "calculator"
    context = _context(request, policy, description)
    for kind in added(shape, request.POST):
        card = shape.card_of(kind.table)
        if card is not None:
            last = len(description.cards.get(card.table.name, ())) - 1
            context["opened"] = f"{card.table.name}.{last}"
    response = render(request, f"calculator/{part}.html", context)
    if link is not None:
        response["HX-Replace-Url"] = f"{reverse('calculator:home')}?{link}"
    return response


def _page(request: HttpRequest, pack: Pack, description: Description) -> HttpResponse:
    return render(request, "calculator/home.html", _context(request, pack, description))


def _context(request: HttpRequest, pack: Pack, description: Description) -> dict[str, Any]:
    language = "zh" if (get_language() or "").startswith("zh") else "en"
    calculation = calculate(pack, description, language)
    said = request.POST if request.method == "POST" else request.GET
    picking = bool(description.measures) or said.get("way") == "pick"
    link = to_link(description)
    address = f"{reverse('calculator:home')}?{link}" if link is not None else ""
    return {
        "description": description,
        "calculation": calculation,
        "form": form_of(pack, calculation, language),
        "groups": measure_groups(pack, description.measures, description.year, language)
        if picking
        else [],
        "years": pack.years,
        "picking": picking,
        "granted": calculation.of_group(Group.GRANTED),
        "eligible": calculation.of_group(Group.ELIGIBLE),
        "near": calculation.of_group(Group.NEAR),
        "open": calculation.of_group(Group.NEEDS_FACTS),
        "not_for_you": calculation.of_group(Group.NOT_FOR_YOU),
        "figures": dict.fromkeys(
            figure for one in calculation.of_group(Group.GRANTED) for figure in one.figures
        ),
        "link": request.build_absolute_uri(address) if address else "",
        "today": timezone.localdate(),
    }
