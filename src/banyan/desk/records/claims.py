"""Claims: an enterprise user asks for an organization, an officer decides. ``/claims/…``."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from banyan.desk.people.access import account_of, actor_of, roles
from banyan.desk.people.roles import Role
from banyan.desk.records import claim_actions as actions
from banyan.desk.records.models import Claim, Organization
from banyan.desk.ui.paging import page_of


class ClaimForm(forms.Form):
    uscc = forms.CharField(
        label=gettext_lazy("Unified social credit code"),
        max_length=40,
        help_text=gettext_lazy("18 characters, as on the business licence."),
    )
    message = forms.CharField(
        label=gettext_lazy("Message to the officer"),
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=gettext_lazy("Who you are in the organization, and how to reach you."),
    )
    invitation = forms.CharField(
        label=gettext_lazy("Code of an invitation"),
        max_length=60,
        required=False,
        help_text=gettext_lazy("If an officer gave you one, you are accepted at once."),
    )

    def clean_uscc(self) -> str:
        return "".join(str(self.cleaned_data["uscc"]).split()).upper()


class RefusalForm(forms.Form):
    reason = forms.CharField(
        label=gettext_lazy("Reason"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=gettext_lazy("The person reads it."),
    )


@roles(Role.ENTERPRISE)
@require_http_methods(["GET", "POST"])
def claims(request: HttpRequest) -> HttpResponse:
    """One's own claims, and the form to make another."""
    account = account_of(request)
    assert account is not None
    form = ClaimForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            claim = actions.make_claim(actor_of(request), **form.cleaned_data)
        except ValidationError as error:
            form.add_error(None, error)
        else:
            if claim.state == Claim.State.ACCEPTED:
                messages.success(request, _("You are accepted for the organization."))
            else:
                messages.success(request, _("Your claim waits for an officer."))
            return redirect("records:claims")
    context = {
        "form": form,
        "claims": Claim.objects.filter(account=account).order_by("-pk")[:100],
        "representations": account.representations.select_related("organization").order_by("since"),
    }
    return render(request, "records/claims.html", context)


def _decidable(request: HttpRequest) -> Any:
    return Claim.objects.visible_to(account_of(request)).select_related("account", "decided_by")


@roles(Role.COUNTY, Role.CITY)
@require_GET
def claims_to_decide(request: HttpRequest) -> HttpResponse:
    """The claims of organizations that the officer sees; those that wait first asked for."""
    decided = request.GET.get("state") == "decided"
    found = _decidable(request)
    if decided:
        found = found.exclude(state=Claim.State.WAITING)
    else:
        found = found.filter(state=Claim.State.WAITING)
    page = page_of(found, request.GET, "-id" if decided else "id")
    names = _names(claim.uscc for claim in page.rows)
    rows = [{"claim": claim, "name": names.get(claim.uscc, "")} for claim in page.rows]
    context = {"page": page, "rows": rows, "decided": decided}
    return render(request, "records/claims_to_decide.html", context)


@roles(Role.COUNTY, Role.CITY)
@require_GET
def claim(request: HttpRequest, number: int) -> HttpResponse:
    return _show(request, get_object_or_404(_decidable(request), pk=number), RefusalForm())


@roles(Role.COUNTY, Role.CITY)
@require_POST
def decide_claim(request: HttpRequest, number: int, what: str) -> HttpResponse:
    one = get_object_or_404(_decidable(request), pk=number)
    form = RefusalForm(request.POST) if what == "refuse" else RefusalForm()
    if what not in ("accept", "refuse"):
        raise Http404
    if form.is_bound and not form.is_valid():
        return _show(request, one, form)
    try:
        if what == "accept":
            actions.accept_claim(actor_of(request), one)
            messages.success(request, _("The claim was accepted."))
        else:
            actions.refuse_claim(actor_of(request), one, form.cleaned_data["reason"])
            messages.success(request, _("The claim was refused."))
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
        return redirect("records:claim", one.pk)
    return redirect("records:claims_to_decide")


def _show(request: HttpRequest, one: Claim, form: RefusalForm) -> HttpResponse:
    organization = Organization.objects.filter(pk=one.uscc).first()
    others = Claim.objects.filter(account=one.account).exclude(pk=one.pk)
    context = {
        "claim": one,
        "organization": organization,
        "form": form,
        "others": others.visible_to(account_of(request)).order_by("-pk")[:20],
        "representatives": organization.representations.select_related("account").order_by("since")
        if organization
        else [],
    }
    return render(request, "records/claim.html", context)


def _names(codes: Any) -> dict[str, str]:
    found = Organization.objects.filter(pk__in=set(codes))
    return dict(found.values_list("uscc", "name"))


def first_claim(request: HttpRequest) -> dict[str, Any] | None:
    """The card of the home page for who represents no organization yet."""
    account = account_of(request)
    if account is None or account.representations.exists():
        return None
    return {"waiting": account.claims.filter(state=Claim.State.WAITING).count()}
