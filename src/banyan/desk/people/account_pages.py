"""Administrators' pages of accounts: ``/people/accounts/…``."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from allauth.mfa.utils import is_mfa_enabled
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from banyan.desk.audit import Actor
from banyan.desk.audit.models import Entry
from banyan.desk.people import actions
from banyan.desk.people.access import account_of, actor_of, roles
from banyan.desk.people.audit_pages import shown
from banyan.desk.people.forms import AccountFilter, ChangeAccountForm, NewAccountForm
from banyan.desk.people.models import Account
from banyan.desk.people.roles import Role
from banyan.desk.ui.paging import page_of

LATEST = 20
"""So many entries the page of an account shows."""


@roles(Role.ADMINISTRATOR)
@require_GET
def accounts(request: HttpRequest) -> HttpResponse:
    form = AccountFilter(request.GET)
    found = Account.objects.select_related("unit")
    if form.is_valid():
        wanted = form.cleaned_data
        if wanted["q"]:
            found = found.filter(
                Q(username__icontains=wanted["q"]) | Q(name__icontains=wanted["q"])
            )
        if wanted["role"]:
            found = found.filter(role=wanted["role"])
        if wanted["unit"]:
            found = found.filter(unit=wanted["unit"])
        if wanted["locked"]:
            found = found.filter(is_active=False)
    page = page_of(found, request.GET, "username")
    return render(request, "people/accounts.html", {"form": form, "page": page})


@roles(Role.ADMINISTRATOR)
@never_cache
@require_http_methods(["GET", "POST"])
def new_account(request: HttpRequest) -> HttpResponse:
    form = NewAccountForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            account, password = actions.make_account(actor_of(request), **form.cleaned_data)
        except ValidationError as error:
            form.add_error(None, error)
        else:
            return _show_password(request, account, password)
    return render(request, "people/new_account.html", {"form": form})


@roles(Role.ADMINISTRATOR)
@require_http_methods(["GET", "POST"])
def account(request: HttpRequest, number: int) -> HttpResponse:
    one = get_object_or_404(Account.objects.select_related("unit"), pk=number)
    given = {name: getattr(one, name) for name in ("name", "role", "unit", "email", "phone")}
    form = ChangeAccountForm(request.POST or None, initial=given)
    if request.method == "POST" and form.is_valid():
        try:
            actions.change_account(actor_of(request), one, **form.cleaned_data)
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(request, _("The account was changed."))
            return redirect("people:account", one.pk)
    about = Entry.objects.filter(subject=one._meta.label_lower, key=str(one.pk))
    context = {
        "account": one,
        "form": form,
        "own": one == account_of(request),
        "sessions": one.sessions.filter(expire_date__gt=timezone.now()).order_by("-seen_at"),
        "second_factor": is_mfa_enabled(one),
        "entries": [
            shown(entry)
            for entry in about.select_related("actor__unit").order_by("-number")[:LATEST]
        ],
    }
    return render(request, "people/account.html", context)


def _end_sessions(actor: Actor, account: Account) -> None:
    actions.end_account_sessions(actor, account)


_ON_AN_ACCOUNT: dict[str, tuple[Callable[[Actor, Account], Any], Any]] = {
    "lock": (actions.lock_account, gettext_lazy("The account is locked.")),
    "unlock": (actions.unlock_account, gettext_lazy("The account is open again.")),
    "end-sessions": (_end_sessions, gettext_lazy("The person is signed out everywhere.")),
    "reset-totp": (actions.reset_totp, gettext_lazy("The second factor was taken away.")),
}


@roles(Role.ADMINISTRATOR)
@never_cache
@require_POST
def act_on_account(request: HttpRequest, number: int, what: str) -> HttpResponse:
    one = get_object_or_404(Account, pk=number)
    try:
        if what == "reset-password":
            password = actions.reset_password(actor_of(request), one)
            return _show_password(request, one, password)
        if what not in _ON_AN_ACCOUNT:
            raise Http404
        act, done = _ON_AN_ACCOUNT[what]
        act(actor_of(request), one)
        messages.success(request, done)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    return redirect("people:account", one.pk)


def _show_password(request: HttpRequest, account: Account, password: str) -> HttpResponse:
    """The only time that the temporary password is seen."""
    return render(
        request, "people/temporary_password.html", {"account": account, "password": password}
    )
