"""Documents, their texts, and what is to be checked after a text changed."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from banyan.desk.audit import RefusedError
from banyan.desk.people import access
from banyan.desk.people.roles import Role
from banyan.desk.policy import actions, library
from banyan.desk.policy.actions.documents import LARGEST_TEXT
from banyan.desk.policy.forms import NoteForm, RepealForm, TextForm
from banyan.desk.policy.models import ArticleCheck, Document, TextVersion
from banyan.desk.policy.pack_in_force import pack_in_force


@access.visitors
def document(request: HttpRequest, pk: int) -> HttpResponse:
    """A document: its validity, the versions of its text, and what each import changed."""
    found = get_object_or_404(Document, pk=pk)
    pack = pack_in_force()
    text = found.text
    own = found.number == pack.words["document"]["number"]["zh"]
    return render(
        request,
        "policy/document.html",
        {
            "document": found,
            "text": text,
            "versions": found.texts.all(),
            "clauses": text.clauses.all() if text else [],
            "match": library.match(text.text) if text and own else None,
            "articles": pack.articles,
            "own": own,
            "open": ArticleCheck.objects.open().filter(version__document=found).count(),
            "holds": found.holds_on(timezone.localdate()),
            "repeals": found.repeals.all(),
            "repeal_form": RepealForm(),
        },
    )


@access.visitors
def version(request: HttpRequest, pk: int) -> HttpResponse:
    """What an import changed, article by article, with the rules that cite it."""
    found = get_object_or_404(TextVersion.objects.select_related("document"), pk=pk)
    pack = pack_in_force()
    citing = {place.article.number: place for place in library.places()}
    rows = []
    for check in found.checks.select_related("confirmed_by"):
        places = [citing[one] for one in (check.article, check.renumbered_from) if one in citing]
        codes = dict.fromkeys(code for place in places for code in place.measures)
        keys = dict.fromkeys(key for place in places for key in place.parameters)
        rows.append(
            {
                "check": check,
                "known": check.article in pack.articles,
                "measures": [(code, pack.words["measures"][code]) for code in codes],
                "figures": [pack.parameters[key] for key in keys],
            }
        )
    return render(
        request,
        "policy/version.html",
        {"version": found, "document": found.document, "rows": rows, "form": NoteForm()},
    )


@access.roles(Role.ADMINISTRATOR)
def import_text(request: HttpRequest) -> HttpResponse:
    """The upload page."""
    form = TextForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        try:
            made = actions.import_text(
                access.actor_of(request),
                file.read(LARGEST_TEXT + 1),
                file.name,
                number=form.cleaned_data["number"],
                kind=form.cleaned_data["kind"],
            )
        except RefusedError as error:
            form.add_error(error.field or None, str(error))
        else:
            messages.success(request, _("The text has been read in."))
            if made.checks.exists():
                return redirect("policy:version", made.pk)
            return redirect("policy:document", made.document_id)
    status = 422 if form.errors else 200
    return render(request, "policy/import_text.html", {"form": form}, status=status)


@access.roles(Role.ADMINISTRATOR)
@require_POST
def confirm_article(request: HttpRequest, pk: int) -> HttpResponse:
    """Confirms the article of one check."""
    check = get_object_or_404(ArticleCheck, pk=pk)
    try:
        actions.confirm_article(
            access.actor_of(request), check.article, request.POST.get("note", "")
        )
    except RefusedError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("%(article)s is checked.") % {"article": check.article})
    return redirect("policy:version", check.version_id)


@access.roles(Role.ADMINISTRATOR)
@require_POST
def repeal(request: HttpRequest, pk: int) -> HttpResponse:
    """Closes a document's validity."""
    found = get_object_or_404(Document, pk=pk)
    form = RepealForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Choose the document that repeals this one, and the day."))
        return redirect("policy:document", pk)
    try:
        actions.repeal(
            access.actor_of(request), found, form.cleaned_data["by"], form.cleaned_data["on"]
        )
    except RefusedError as error:
        messages.error(request, str(error))
    return redirect("policy:document", pk)
