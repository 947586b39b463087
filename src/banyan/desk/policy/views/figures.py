"""Changes of figures: proposed by one administrator, confirmed by another."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from banyan.desk.audit import RefusedError
from banyan.desk.obligations import proposal_pages
from banyan.desk.people import access
from banyan.desk.people.models import Account
from banyan.desk.people.roles import Role
from banyan.desk.policy import actions, library
from banyan.desk.policy.figure_rules import changeable, first_open_year, is_fresh
from banyan.desk.policy.forms import FigureForm
from banyan.desk.policy.models import FigureChange, FigureSimulation
from banyan.desk.policy.pack_in_force import pack_in_force
from banyan.desk.policy.scope import SEE_PROPOSALS
from banyan.desk.policy.simulation_charts import by_measure, signed_yuan
from banyan.desk.records.models import Organization
from banyan.rules.parameters import show_value
from banyan.rules.wording import Wording, yuan

A_PAGE = 50


@access.roles(*SEE_PROPOSALS)
def changes(request: HttpRequest) -> HttpResponse:
    """All changes, those that wait first."""
    pack = pack_in_force()
    seen = FigureChange.objects.visible_to(access.account_of(request))
    seen = seen.select_related("proposed_by", "decided_by")
    decided = seen.exclude(state=FigureChange.State.PROPOSED)
    return render(
        request,
        "policy/changes.html",
        {
            "waiting": [_row(change, pack) for change in seen.filter(state="proposed")],
            "decided": [
                _row(change, pack)
                for change in Paginator(decided, A_PAGE).get_page(request.GET.get("page"))
            ],
            "figures": [one for one in pack.parameters.values() if changeable(one)],
        },
    )


@access.roles(Role.ADMINISTRATOR)
def propose(request: HttpRequest, key: str) -> HttpResponse:
    """The form of a change."""
    pack = pack_in_force()
    figure = pack.parameters.get(key)
    if figure is None or not changeable(figure):
        raise Http404
    span = figure.in_year(library.year_shown(pack, None))
    next_year = min(first_open_year() + 1, pack.years.stop - 1)
    initial = {
        "value": show_value(span.adopted, figure.unit),
        "starts": date(next_year, 1, 1),
    }
    form = FigureForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            change = actions.propose_figure(
                access.actor_of(request),
                key,
                form.cleaned_data["value"].strip(),
                form.cleaned_data["starts"],
                form.ends(pack.in_force[1]),
                form.cleaned_data["reason"],
            )
        except RefusedError as error:
            form.add_error(error.field or None, str(error))
        else:
            return redirect(change)
    return render(
        request,
        "policy/propose.html",
        {"figure": figure, "span": span, "form": form, "article": pack.articles[figure.article]},
        status=422 if form.errors else 200,
    )


@access.roles(*SEE_PROPOSALS)
def change(request: HttpRequest, pk: int) -> HttpResponse:
    """One change with its cost; asked again by the page while it is being computed."""
    account = access.account_of(request)
    seen = FigureChange.objects.visible_to(account).select_related("proposed_by", "decided_by")
    found = get_object_or_404(seen, pk=pk)
    pack = pack_in_force()
    simulation = found.simulations.first()
    context = {
        **_row(found, pack),
        "simulation": simulation,
        "computing": simulation is not None and simulation.is_being_computed,
        "fresh": is_fresh(simulation, pack),
        "decides": found.is_waiting and account is not None and account.role == Role.ADMINISTRATOR,
        **_result(simulation, account),
    }
    page = "policy/cost.html" if request.htmx else "policy/change.html"  # type: ignore[attr-defined]
    return render(request, page, context)


@access.roles(Role.ADMINISTRATOR)
@require_POST
def decide(request: HttpRequest, pk: int) -> HttpResponse:
    """Confirms, refuses or withdraws, as the button says."""
    seen = FigureChange.objects.visible_to(access.account_of(request))
    return proposal_pages.decide(
        request,
        get_object_or_404(seen, pk=pk),
        confirm=actions.confirm_figure,
        refuse=actions.refuse_figure,
        withdraw=actions.withdraw_figure,
        confirmed=_("The change is in force."),
    )


@access.roles(Role.ADMINISTRATOR)
@require_POST
def compute(request: HttpRequest, pk: int) -> HttpResponse:
    """Has the cost computed again."""
    seen = FigureChange.objects.visible_to(access.account_of(request))
    found = get_object_or_404(seen, pk=pk)
    try:
        actions.simulate_figure(access.actor_of(request), found)
    except RefusedError as error:
        messages.error(request, str(error))
    return redirect(found)


def _row(change: FigureChange, pack: Any) -> dict[str, Any]:
    return {"change": change, "figure": pack.parameters.get(change.key)}


def _result(simulation: FigureSimulation | None, account: Account | None) -> dict[str, Any]:
    """The cost for the page. Of those who gain and lose the reader is told the ones that the
    reader may see; how many there are, and of which counties, everyone."""
    if simulation is None or simulation.result is None:
        return {}
    pack, result = pack_in_force(), simulation.result
    words, language = pack.words["measures"], library.language()
    wording = Wording(pack, language)
    named = [row["uscc"] for side in ("winners", "losers") for row in result[side]]
    seen = set(
        Organization.objects.visible_to(account)
        .filter(uscc__in=named)
        .values_list("uscc", flat=True)
    )
    return {
        "result": result,
        "winners": [row for row in result["winners"] if row["uscc"] in seen],
        "losers": [row for row in result["losers"] if row["uscc"] in seen],
        "counties": [
            (wording.word("words", "county", row["group"]), row)
            for row in result["groups"].get("county", [])
        ],
        "chart": by_measure(result, words, language),
        "chart_headers": [
            _("measure"),
            _("lines before"),
            _("after"),
            _("yuan before"),
            _("after"),
            _("difference"),
        ],
        "chart_rows": [
            [
                words[row["measure"]][language],
                row["granted_before"],
                row["granted_after"],
                yuan(row["before"]),
                yuan(row["after"]),
                signed_yuan(row["difference"]),
            ]
            for row in result["measures"]
        ],
    }
