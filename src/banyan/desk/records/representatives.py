"""Who speaks for an organization, who is invited to, and with whom it shares its record:
``/organizations/<uscc>/people/``."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from banyan.desk.people.access import account_of, actor_of, roles
from banyan.desk.people.models import Unit
from banyan.desk.people.roles import Role
from banyan.desk.records import claim_actions as actions
from banyan.desk.records.models import Invitation, Organization, Representation, Sharing

READERS = (Role.ENTERPRISE, Role.COUNTY, Role.CITY, Role.SUPERVISOR, Role.AUDITOR)
OFFICERS = (Role.COUNTY, Role.CITY)


class ShareForm(forms.Form):
    unit = forms.ModelChoiceField(label=gettext_lazy("Unit"), queryset=Unit.objects.none())

    def __init__(self, organization: Any, *args: Any) -> None:
        super().__init__(*args)
        shared = organization.sharings.filter(ended_at=None).values("unit")
        unit: Any = self.fields["unit"]
        unit.queryset = actions.units_to_share_with().exclude(pk__in=shared)


def _organization(request: HttpRequest, uscc: str) -> Any:
    return get_object_or_404(Organization.objects.visible_to(account_of(request)), pk=uscc)


@roles(*READERS)
@require_GET
def representatives(request: HttpRequest, uscc: str) -> HttpResponse:
    organization = _organization(request, uscc)
    return _show(request, organization, ShareForm(organization))


def _show(request: HttpRequest, organization: Any, form: ShareForm) -> HttpResponse:
    account = account_of(request)
    assert account is not None
    now = timezone.now()
    officer = account.role in OFFICERS
    context = {
        "organization": organization,
        "officer": officer,
        "enterprise": account.role == Role.ENTERPRISE,
        "account": account,
        "representations": organization.representations.select_related("account").order_by("since"),
        "invitations": organization.invitations.filter(used_at=None, expires_at__gt=now)
        .select_related("made_by__unit")
        .order_by("expires_at")
        if officer
        else [],
        "sharings": organization.sharings.filter(ended_at=None)
        .select_related("unit")
        .order_by("since"),
        "form": form,
    }
    return render(request, "records/representatives.html", context)


@roles(*OFFICERS)
@never_cache
@require_POST
def invite(request: HttpRequest, uscc: str) -> HttpResponse:
    """Makes an invitation and shows its code, this once."""
    organization = _organization(request, uscc)
    invitation, code = actions.invite(actor_of(request), organization)
    context = {"organization": organization, "invitation": invitation, "code": code}
    return render(request, "records/invitation.html", context)


@roles(*OFFICERS)
@require_POST
def withdraw_invitation(request: HttpRequest, uscc: str, number: int) -> HttpResponse:
    organization = _organization(request, uscc)
    invitation = get_object_or_404(Invitation, organization=organization, pk=number)
    return _done(
        request,
        uscc,
        lambda: actions.withdraw_invitation(actor_of(request), invitation),
        _("The invitation was withdrawn."),
    )


@roles(Role.ENTERPRISE, *OFFICERS)
@require_POST
def end_representation(request: HttpRequest, uscc: str, number: int) -> HttpResponse:
    organization = _organization(request, uscc)
    representations = Representation.objects.filter(organization=organization)
    account = account_of(request)
    assert account is not None
    if account.role == Role.ENTERPRISE:
        representations = representations.filter(account=account)
    one = get_object_or_404(representations.select_related("account"), pk=number)
    own = one.account == account
    return _done(
        request,
        uscc,
        lambda: actions.end_representation(actor_of(request), one),
        _("The representation has ended."),
        onward="records:claims" if own else "",
    )


@roles(Role.ENTERPRISE)
@require_POST
def share(request: HttpRequest, uscc: str) -> HttpResponse:
    organization = _organization(request, uscc)
    form = ShareForm(organization, request.POST)
    if form.is_valid():
        try:
            actions.share(actor_of(request), organization, form.cleaned_data["unit"])
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(request, _("The record is shared."))
            return redirect("records:representatives", uscc)
    return _show(request, organization, form)


@roles(Role.ENTERPRISE)
@require_POST
def end_sharing(request: HttpRequest, uscc: str, number: int) -> HttpResponse:
    organization = _organization(request, uscc)
    sharing = get_object_or_404(Sharing, organization=organization, pk=number)
    return _done(
        request,
        uscc,
        lambda: actions.end_sharing(actor_of(request), sharing),
        _("The record is no longer shared."),
    )


def _done(
    request: HttpRequest, uscc: str, act: Callable[[], Any], said: str, onward: str = ""
) -> HttpResponse:
    try:
        act()
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    else:
        messages.success(request, said)
        if onward:
            return redirect(onward)
    return redirect("records:representatives", uscc)
