"""Bulletins, their drafts, and what is behind each figure."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from banyan.desk.audit import RefusedError
from banyan.desk.bulletins import actions
from banyan.desk.bulletins.charts import by_county
from banyan.desk.bulletins.composing import LANGUAGES, composed, group_name
from banyan.desk.bulletins.documents import as_pdf, linked
from banyan.desk.bulletins.drilling import payments_behind
from banyan.desk.bulletins.figures import split_code
from banyan.desk.bulletins.forms import ExplanationForm, NewDraftForm, WordsForm
from banyan.desk.bulletins.models import Bulletin, Document, Draft, Explanation
from banyan.desk.bulletins.scope import READERS, SEE_DRAFTS, WRITERS
from banyan.desk.people import access
from banyan.desk.people.models import Account
from banyan.desk.people.roles import Role
from banyan.desk.policy.library import language
from banyan.desk.ui.typesetting import FontsMissingError

A_PAGE = 30
IN_ITSELF = {ours: dict(settings.LANGUAGES)[django] for ours, django in LANGUAGES.items()}
"""Each language as it calls itself."""
TYPES = {
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
}


@access.roles(*READERS)
def bulletins(request: HttpRequest) -> HttpResponse:
    """What was published, and for those who see them the drafts."""
    account = access.account_of(request)
    published = Bulletin.objects.visible_to(account).defer("content").select_related("draft")
    return render(
        request,
        "bulletins/bulletins.html",
        {
            "page": Paginator(published, A_PAGE).get_page(request.GET.get("page")),
            "drafts": Draft.objects.visible_to(account)
            .filter(state=Draft.State.OPEN)
            .defer("content")
            .select_related("made_by"),
            "writes": _writes(account),
            "language": language(),
        },
    )


@access.roles(*WRITERS)
def new(request: HttpRequest) -> HttpResponse:
    """The form of a new draft."""
    form = NewDraftForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            made = actions.draft_bulletin(
                access.actor_of(request), form.cleaned_data["year"], form.cleaned_data["cut_off"]
            )
        except RefusedError as error:
            form.add_error(error.field or None, str(error))
        else:
            return redirect(made)
    return render(request, "bulletins/new.html", {"form": form}, status=422 if form.errors else 200)


@access.roles(*SEE_DRAFTS)
def draft(request: HttpRequest, pk: int) -> HttpResponse:
    """A draft as it would be published; who writes changes its words here."""
    account = access.account_of(request)
    found = get_object_or_404(Draft.objects.visible_to(account), pk=pk)
    if found.state == Draft.State.PUBLISHED:
        return redirect(found.bulletin)
    is_open = found.state == Draft.State.OPEN
    posted = request.method == "POST"
    if posted and not (_writes(account) and is_open):
        raise Http404
    # of a copy, which the form fills before anybody has checked it
    form = WordsForm(request.POST if posted else None, instance=Draft.objects.get(pk=pk))
    if posted and form.is_valid():
        try:
            actions.edit_draft(access.actor_of(request), found, form.cleaned_data)
        except RefusedError as error:
            messages.error(request, str(error))
        else:
            messages.success(request, _("Saved."))
        return redirect(found)
    context = {
        "draft": found,
        "form": form,
        "writes": _writes(account) and is_open,
        "own": account is not None and found.changed_by_id == account.pk,
        "said": _said(found, None, _draft_figures(found)),
        **_picture(found.content),
    }
    return render(request, "bulletins/draft.html", context, status=422 if form.errors else 200)


@access.roles(*WRITERS)
@require_POST
def decide(request: HttpRequest, pk: int) -> HttpResponse:
    """Publishes, computes again, or discards, as the button says."""
    found = get_object_or_404(Draft.objects.visible_to(access.account_of(request)), pk=pk)
    actor = access.actor_of(request)
    try:
        match request.POST.get("decision"):
            case "publish":
                made = actions.publish(actor, found, request.build_absolute_uri("/"))
                messages.success(request, _("Bulletin %(number)s is published") % {"number": made})
                return redirect(made)
            case "refresh":
                actions.refresh_draft(actor, found)
                messages.success(request, _("The figures have been computed again."))
            case "discard":
                actions.discard_draft(actor, found)
                return redirect("bulletins:bulletins")
            case _:
                raise Http404
    except RefusedError as error:
        messages.error(request, str(error))
    return redirect(found)


@access.roles(*SEE_DRAFTS)
def preview(request: HttpRequest, pk: int) -> HttpResponse:
    """The PDF of a draft, in the reader's language."""
    found = get_object_or_404(Draft.objects.visible_to(access.account_of(request)), pk=pk)
    figures = _draft_figures(found)
    said = _said(found, None, lambda code: request.build_absolute_uri(figures(code)))
    try:
        made = as_pdf(said, timezone.localdate())
    except FontsMissingError:
        messages.error(request, actions.fonts_missing())
        return redirect(found)
    return HttpResponse(made, content_type=TYPES["pdf"])


@access.roles(*READERS)
def bulletin(request: HttpRequest, number: str) -> HttpResponse:
    """A published bulletin."""
    account = access.account_of(request)
    found = _numbered(account, number)
    explanations = list(
        Explanation.objects.visible_to(account)
        .filter(bulletin=found)
        .select_related("given_by__unit")
    )
    said = composed(
        found.content,
        found.words,
        language(),
        number=found.number,
        published_on=found.published_on,
    )
    own = account is not None and account.role == Role.COUNTY
    context = {
        "bulletin": found,
        "said": linked(said, lambda code: reverse("bulletins:figure", args=[found.code, code])),
        "documents": [(one, IN_ITSELF[one.language]) for one in found.documents.defer("file")],
        "explanations": [
            (one, group_name("county", one.county, language())) for one in explanations
        ],
        "asked": next((one for one in explanations if own and not one.text), None),
        "form": ExplanationForm(),
        **_picture(found.content),
    }
    return render(request, "bulletins/bulletin.html", context)


@access.roles(Role.COUNTY)
@require_POST
def explain(request: HttpRequest, number: str) -> HttpResponse:
    """The county that lags says why."""
    account = access.account_of(request)
    found = _numbered(account, number)
    asked = get_object_or_404(Explanation.objects.visible_to(account), bulletin=found)
    try:
        actions.explain(access.actor_of(request), asked, request.POST.get("text", ""))
    except RefusedError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("Your explanation has been handed in."))
    return redirect(found)


@access.roles(*READERS)
def document(request: HttpRequest, number: str, language: str, form: str) -> HttpResponse:
    """A file of a published bulletin, as it was kept."""
    found = _numbered(access.account_of(request), number)
    kept = get_object_or_404(Document, bulletin=found, language=language, form=form)
    name = f"bulletin-{found.code}-{language}.{form}"
    return HttpResponse(
        bytes(kept.file),
        content_type=TYPES[form],
        headers={"Content-Disposition": f'inline; filename="{name}"'},
    )


@access.roles(*READERS)
def figure(request: HttpRequest, number: str, code: str) -> HttpResponse:
    """What is behind a figure of a published bulletin."""
    found = _numbered(access.account_of(request), number)
    return _behind(request, found.code, found.content, code, found.get_absolute_url())


@access.roles(*SEE_DRAFTS)
def draft_figure(request: HttpRequest, pk: int, code: str) -> HttpResponse:
    """What is behind a figure of a draft."""
    found = get_object_or_404(Draft.objects.visible_to(access.account_of(request)), pk=pk)
    name = found.title_zh if language() == "zh" else found.title_en
    return _behind(request, name, found.content, code, found.get_absolute_url())


def _behind(
    request: HttpRequest, shown: str, content: dict[str, Any], code: str, back: str
) -> HttpResponse:
    if code not in content["figures"]:
        raise Http404
    scope, group, quantity = split_code(code)
    prefix = code.removesuffix(f"-{quantity}")
    behind = payments_behind(access.account_of(request), content, code, request.GET, language())
    context = {
        "shown": shown,
        "back": back,
        "group": group_name(scope, group, language()) if scope != "total" else "",
        "quantity": quantity,
        "value": content["figures"][code],
        "paid": content["figures"][f"{prefix}-paid"],
        "approved": content["figures"][f"{prefix}-approved"],
        "cut_off": content["cut_off"],
        "behind": behind,
    }
    return render(request, "bulletins/figure.html", context)


def _said(found: Draft, number: int | None, address_of: Callable[[str], str]) -> dict[str, Any]:
    words = {name: getattr(found, name) for name in actions.TITLES_AND_REMARKS}
    said = composed(found.content, words, language(), number=number, published_on=None)
    result: dict[str, Any] = linked(said, address_of)
    return result


def _draft_figures(found: Draft) -> Callable[[str], str]:
    return lambda code: reverse("bulletins:draft_figure", args=[found.pk, code])


def _numbered(account: Account | None, number: str) -> Bulletin:
    """The bulletin of a number as in addresses, ``2026-1``."""
    said = re.fullmatch(r"([0-9]{4})-([1-9][0-9]{0,3})", number)
    if said is None:
        raise Http404
    year, place = map(int, said.groups())
    return get_object_or_404(Bulletin.objects.visible_to(account), year=year, number=place)


def _picture(content: Mapping[str, Any]) -> dict[str, Any]:
    return {"chart": by_county(content, language())}


def _writes(account: Account | None) -> bool:
    return account is not None and account.role in WRITERS
