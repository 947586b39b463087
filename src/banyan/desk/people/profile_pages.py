"""One's own account: ``/profile/``."""

from __future__ import annotations

from allauth.mfa.utils import is_mfa_enabled
from allauth.socialaccount.models import SocialAccount
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from banyan.desk.people import actions
from banyan.desk.people.access import account_of, actor_of, signed_in
from banyan.desk.people.forms import ProfileForm


@signed_in
@require_http_methods(["GET", "POST"])
def profile(request: HttpRequest) -> HttpResponse:
    account = account_of(request)
    assert account is not None
    given = {"name": account.name, "phone": account.phone, "email": account.email}
    form = ProfileForm(account, request.POST or None, initial=given)
    if request.method == "POST" and form.is_valid():
        try:
            actions.change_profile(actor_of(request), **form.cleaned_data)
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(request, _("Your account was changed."))
            return redirect("people:profile")
    context = {
        "form": form,
        "account": account,
        "sessions": account.sessions.filter(expire_date__gt=timezone.now()).order_by("-seen_at"),
        "here": request.session.session_key,
        "second_factor": is_mfa_enabled(account),
        "identities": SocialAccount.objects.filter(user=account),
    }
    return render(request, "people/profile.html", context)


@signed_in
@require_POST
def end_own_sessions(request: HttpRequest) -> HttpResponse:
    ended = actions.end_own_sessions(actor_of(request), request.session.session_key or "")
    said = ngettext(
        "Signed out in %(count)d other browser.", "Signed out in %(count)d other browsers.", ended
    )
    messages.success(request, said % {"count": ended})
    return redirect("people:profile")
