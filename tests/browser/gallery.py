"""Addresses of the desk, and a page with one of every part that the tags make."""

from __future__ import annotations

from pathlib import Path

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.template import RequestContext, Template
from django.urls import path

from banyan.desk.people import access
from banyan.desk.ui.templatetags.ui import BADGE_COLOURS
from banyan.desk.urls import urlpatterns as desk

PAGE = Path(__file__).with_suffix(".html")

OPTION = {
    "xAxis": {"type": "category", "data": ["2024", "2025", "2026"]},
    "yAxis": {"type": "value", "axisLabel": {"formatter": "yuan"}},
    "legend": {},
    "tooltip": {"valueFormatter": "yuan"},
    "series": [{"type": "bar", "name": "Paid", "data": [120000000, 350000000, 90000000]}],
}


class Everything(forms.Form):
    name = forms.CharField(label="Name", help_text="As on the licence")
    number = forms.IntegerField(label="Number", required=False)
    kind = forms.ChoiceField(label="Kind", choices=[("a", "A"), ("b", "B")])
    one = forms.ChoiceField(label="One", choices=[("a", "A"), ("b", "B")], widget=forms.RadioSelect)
    agreed = forms.BooleanField(label="Agreed")
    file = forms.FileField(label="File", required=False)
    day = forms.DateField(label="Day", widget=forms.DateInput(attrs={"type": "date"}))

    def clean(self) -> None:
        raise forms.ValidationError("Together they do not fit")


class Other(forms.Form):
    only = forms.CharField(label="Only", required=False, widget=forms.Textarea)


class Page:
    next = "after=1"
    first = "q=x"


@access.visitors
def gallery(request: HttpRequest) -> HttpResponse:
    for level in (messages.success, messages.info, messages.warning, messages.error):
        level(request, f"A message: {level.__name__}")
    context = {
        "colours": sorted(BADGE_COLOURS),
        "form": Everything({}),
        "other": Other(),
        "amount": 123456789,
        "option": OPTION,
        "headers": ["Year", "Yuan"],
        "rows": [("2024", "1,200,000.00"), ("2025", "3,500,000.00"), ("2026", "900,000.00")],
        "page": Page(),
    }
    return HttpResponse(
        Template(PAGE.read_text(encoding="utf-8")).render(RequestContext(request, context))
    )


@access.visitors
def part(request: HttpRequest) -> HttpResponse:
    messages.success(request, "Brought by htmx")
    template = Template('<p>A part</p>{% include "ui/messages.html" %}')
    return HttpResponse(template.render(RequestContext(request, {})))


@access.visitors
def broken(request: HttpRequest) -> HttpResponse:
    raise RuntimeError("meant to fail")


urlpatterns = [
    path("gallery/", gallery),
    path("gallery/part/", part),
    path("gallery/broken/", broken),
    *desk,
]
