"""Administrators' pages of units: ``/people/units/…``."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from banyan.desk.people import actions
from banyan.desk.people.access import actor_of, roles
from banyan.desk.people.actions.units import units_to_set_up
from banyan.desk.people.forms import ChangeUnitForm, NewUnitForm
from banyan.desk.people.models import Unit
from banyan.desk.people.roles import Role


@roles(Role.ADMINISTRATOR)
@require_GET
def units(request: HttpRequest) -> HttpResponse:
    found = Unit.objects.annotate(
        accounts=Count("account", filter=Q(account__is_active=True))
    ).order_by("county", "code")
    context = {"units": found, "missing": len(units_to_set_up())}
    return render(request, "people/units.html", context)


@roles(Role.ADMINISTRATOR)
@require_http_methods(["GET", "POST"])
def new_unit(request: HttpRequest) -> HttpResponse:
    form = NewUnitForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            made = actions.make_unit(actor_of(request), **form.cleaned_data)
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(request, _("The unit %(name)s was made.") % {"name": made.name})
            return redirect("people:units")
    return render(request, "people/new_unit.html", {"form": form})


@roles(Role.ADMINISTRATOR)
@require_http_methods(["GET", "POST"])
def unit(request: HttpRequest, number: int) -> HttpResponse:
    one = get_object_or_404(Unit, pk=number)
    given = {name: getattr(one, name) for name in ("name_zh", "name_en", "county")}
    form = ChangeUnitForm(request.POST or None, initial=given)
    if request.method == "POST" and form.is_valid():
        try:
            actions.change_unit(actor_of(request), one, **form.cleaned_data)
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(request, _("The unit was changed."))
            return redirect("people:units")
    return render(request, "people/unit.html", {"form": form, "unit": one})


@roles(Role.ADMINISTRATOR)
@require_POST
def set_up_units(request: HttpRequest) -> HttpResponse:
    made = len(actions.set_up_units(actor_of(request)))
    said = ngettext("%(count)d unit was made.", "%(count)d units were made.", made)
    messages.success(request, said % {"count": made})
    return redirect("people:units")
