"""The robots of group chats, and what could not be sent: ``/robots/``, for administrators."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from banyan.desk.messaging import actions, templates
from banyan.desk.messaging.models import Dispatch, Robot
from banyan.desk.people.access import actor_of, roles
from banyan.desk.people.models import Unit
from banyan.desk.people.roles import Role

SHOWN = 50


class RobotForm(forms.Form):
    name = forms.CharField(label=gettext_lazy("Name of the group"), max_length=100)
    url = forms.URLField(
        label=gettext_lazy("Address"),
        max_length=500,
        assume_scheme="https",
        help_text=gettext_lazy("The chat shows it where a robot is added to the group."),
    )
    unit = forms.ModelChoiceField(
        label=gettext_lazy("Unit"),
        queryset=Unit.objects.all(),
        help_text=gettext_lazy("The group reads what people of this unit are told."),
    )
    kinds = forms.MultipleChoiceField(
        label=gettext_lazy("Kinds of messages"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy("All where none is chosen."),
    )

    def __init__(self, *args: Any) -> None:
        super().__init__(*args)
        kinds: Any = self.fields["kinds"]
        kinds.choices = [(kind, templates.name_of(kind)) for kind in templates.declared_kinds()]


@roles(Role.ADMINISTRATOR)
@require_http_methods(["GET", "POST"])
def robots(request: HttpRequest) -> HttpResponse:
    form = RobotForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.make_robot(actor_of(request), **form.cleaned_data)
        except ValidationError as error:
            form.add_error("url" if not hasattr(error, "error_dict") else None, error)
        else:
            messages.success(request, _("The robot is told from now on."))
            return redirect("messaging:robots")
    states = Dispatch.State
    stuck = Dispatch.objects.exclude(state=states.SENT).select_related("message__account")
    context = {
        "form": form,
        "robots": [
            {"robot": one, "kinds": [templates.name_of(kind) for kind in one.kinds]}
            for one in Robot.objects.filter(ended_at=None).select_related("unit").order_by("name")
        ],
        "stuck": [
            {
                "dispatch": one,
                "name": templates.name_of(one.message.kind),
                "may": one.state in (states.GIVEN_UP, states.UNCERTAIN),
            }
            for one in stuck[:SHOWN]
        ],
    }
    return render(request, "messaging/robots.html", context, status=422 if form.errors else 200)


@roles(Role.ADMINISTRATOR)
@require_POST
def end_robot(request: HttpRequest, number: int) -> HttpResponse:
    robot = get_object_or_404(Robot.objects.select_related("unit"), pk=number)
    try:
        actions.end_robot(actor_of(request), robot)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    else:
        messages.success(request, _("The robot is told nothing any more."))
    return redirect("messaging:robots")


@roles(Role.ADMINISTRATOR)
@require_POST
def send_again(request: HttpRequest, number: int) -> HttpResponse:
    try:
        actions.send_again(actor_of(request), get_object_or_404(Dispatch, pk=number))
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    else:
        messages.success(request, _("It is sent once more."))
    return redirect("messaging:robots")
