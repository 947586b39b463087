"""``/notices/``: what the public reads of runs and says to them; and the answers."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from django.views.decorators.vary import vary_on_headers

from banyan.desk.audit import RefusedError
from banyan.desk.people import access
from banyan.desk.people.access import account_of, actor_of
from banyan.desk.people.limits import limited
from banyan.desk.people.roles import SEE_WHOLE_CITY, Role
from banyan.desk.policy.pack_in_force import pack_in_force
from banyan.desk.records import labels
from banyan.desk.records.models import Organization
from banyan.desk.records.views.parts import by_htmx
from banyan.desk.settlement.actions import objections
from banyan.desk.settlement.explaining import names_of
from banyan.desk.settlement.models import Line, Objection, Run
from banyan.desk.settlement.totals import table_of
from banyan.desk.ui.paging import page_of

MOST_NAMED = 500


@access.visitors
@limited("notices")
@require_safe
def notices(request: HttpRequest) -> HttpResponse:
    """The runs before the public, and those that were."""
    page = page_of(Run.objects.public(), request.GET, "-id", 20)
    rows = [
        {
            "run": run,
            "total": table_of(run.totals).whole,
            "open": objections.in_notice(run),
        }
        for run in page.rows
    ]
    return render(request, "settlement/notices.html", {"page": page, "rows": rows})


class ObjectionForm(forms.Form):
    name = forms.CharField(label=gettext_lazy("Name"), max_length=100)
    contact = forms.CharField(
        label=gettext_lazy("How to reach you"),
        max_length=200,
        help_text=gettext_lazy("Telephone or e-mail; only those who answer see it."),
    )
    line_number = forms.IntegerField(
        label=gettext_lazy("Number of the award"),
        required=False,
        min_value=1,
        max_value=2_000_000_000,
        help_text=gettext_lazy("Where it is about one; it stands in the list."),
    )
    text = forms.CharField(
        label=gettext_lazy("Objection"), max_length=4000, widget=forms.Textarea({"rows": 6})
    )


@access.visitors
@limited("notices")
@require_safe
@vary_on_headers("HX-Request")
def notice(request: HttpRequest, number: int) -> HttpResponse:
    """One notice: who gets what, answered objections, and the form to object while it lasts."""
    run = get_object_or_404(Run.objects.public(), pk=number)
    return _page(request, run, ObjectionForm(initial={"line_number": request.GET.get("line")}))


@access.visitors
@limited("objections")
@require_POST
def object_to(request: HttpRequest, number: int) -> HttpResponse:
    """Takes an objection; the page again where something is wrong with it."""
    run = get_object_or_404(Run.objects.public(), pk=number)
    form = ObjectionForm(request.POST)
    if form.is_valid():
        try:
            objections.object_to(actor_of(request), run, **form.cleaned_data)
        except RefusedError as error:
            form.add_error(error.field or None, str(error))
        else:
            messages.success(request, _("The objection was received; it will be answered here."))
            return redirect("settlement:notice", run.pk)
    return _page(request, run, form)


def _page(request: HttpRequest, run: Run, form: ObjectionForm) -> HttpResponse:
    measure = request.GET.get("measure", "")
    text = request.GET.get("q", "")[:100].replace("\x00", "").strip()
    page = page_of(_lines(run, measure, text), request.GET, "number")
    names = names_of(page.rows)
    measures = table_of(run.totals).measures
    context: dict[str, Any] = {
        "run": run,
        "open": objections.in_notice(run),
        "total": table_of(run.totals).whole,
        "page": page,
        "rows": [
            {
                "line": line,
                "name": names.get(line.uscc, line.uscc),
                "measure": labels.word_label("measure", line.measure),
                "county": labels.word_label("county", line.county),
            }
            for line in page.rows
        ],
        "measures": [
            (code, labels.word_label("measure", code))
            for code in pack_in_force().measures
            if code in measures
        ],
        "chosen": measure,
        "text": text,
        "answers": run.objections.exclude(answered_at=None),
        "form": form,
    }
    template = "notice_list" if by_htmx(request) and not form.is_bound else "notice"
    return render(
        request, f"settlement/{template}.html", context, status=422 if form.errors else 200
    )


def _lines(run: Run, measure: str, text: str) -> QuerySet[Line]:
    """What the public sees: lines that give something, or gave something before."""
    found = Line.objects.filter(run=run).exclude(amount=0, before=0)
    if measure:
        found = found.filter(measure=measure)
    if text:
        named = Organization.objects.filter(name__icontains=text)
        codes = list(named.values_list("pk", flat=True)[:MOST_NAMED])
        found = found.filter(uscc__in=[*codes, text.upper()])
    return found


@access.roles(*SEE_WHOLE_CITY)
@require_http_methods(["GET", "HEAD", "POST"])
def objection(request: HttpRequest, number: int, objection: int) -> HttpResponse:
    """One objection with who made it, and the form to answer it."""
    account = account_of(request)
    found = get_object_or_404(
        Objection.objects.visible_to(account).select_related("run", "answered_by"),
        pk=objection,
        run=number,
    )
    may = account is not None and account.role == Role.CITY
    refused: dict[str, str] = {}
    if request.method == "POST":
        upheld = request.POST.get("upheld") == "yes"
        try:
            objections.answer_objection(
                actor_of(request), found, request.POST.get("answer", ""), upheld=upheld
            )
        except RefusedError as error:
            refused = {"field": error.field, "message": str(error)}
        else:
            messages.success(request, _("The answer is before the public."))
            return redirect("settlement:run", number)
    context = {
        "run": found.run,
        "objection": found,
        "line": found.run.lines.filter(number=found.line_number).first()
        if found.line_number
        else None,
        "may": may and found.answered_at is None and found.run.state == Run.State.NOTICED,
        "refused": refused,
        "answer": request.POST.get("answer", ""),
    }
    return render(request, "settlement/objection.html", context, status=422 if refused else 200)
