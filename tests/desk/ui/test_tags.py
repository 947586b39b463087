"""What the tags of the pages' parts write."""

from __future__ import annotations

import json
import re
from types import SimpleNamespace

import pytest
from django import forms
from django.template import Context, Template

from banyan.desk.ui.templatetags.ui import badge, percent, yuan


def _rendered(template: str, **context: object) -> str:
    return Template("{% load ui %}" + template).render(Context(context))


@pytest.mark.parametrize(
    ("fen", "shown"),
    [
        (0, "0.00"),
        (5, "0.05"),
        (123456789, "1,234,567.89"),
        (-1, "−0.01"),
        (-150, "−1.50"),
        (None, "–"),
    ],
)
def test_fen_are_shown_as_yuan_to_the_fen(fen: int | None, shown: str) -> None:
    assert yuan(fen) == shown


@pytest.mark.parametrize(
    ("millionths", "shown"),
    [(0, "0%"), (50_000, "5%"), (125_000, "12.5%"), (1, "0.0001%"), (-5_000, "−0.5%"), (None, "–")],
)
def test_millionths_are_shown_as_percent_without_loss(millionths: int | None, shown: str) -> None:
    assert percent(millionths) == shown


def test_a_badge_escapes_its_words_and_knows_its_colours() -> None:
    assert badge("<b>", "green") == '<span class="badge bg-green-lt">&lt;b&gt;</span>'
    with pytest.raises(ValueError, match="chartreuse"):
        badge("x", "chartreuse")


def test_the_option_of_a_chart_cannot_leave_its_script() -> None:
    option = {"series": [{"name": "</script><script>alert(1)</script>&"}]}
    html = _rendered(
        '{% chart "money" option "Money" headers rows %}',
        option=option,
        headers=["Year", "Yuan"],
        rows=[("2026", "<1>")],
    )
    found = re.findall(r'<script type="application/json">(.*?)</script>', html)
    assert [json.loads(data) for data in found] == [option]
    assert html.count("<script") == 1
    assert '<th scope="row">2026</th><td class="amount">&lt;1&gt;</td>' in html


def test_a_list_goes_on_with_the_query_string_that_the_page_gives() -> None:
    onward = _rendered("{% next_page page %}", page=SimpleNamespace(next="?after=9&q=a"))
    assert 'href="?after=9&amp;q=a"' in onward
    assert _rendered("{% next_page page %}", page=SimpleNamespace(next="")).strip() == ""


class _Form(forms.Form):
    name = forms.CharField(help_text="As on the licence")
    kind = forms.ChoiceField(choices=[("a", "A")], widget=forms.RadioSelect, required=False)


def test_a_field_says_what_belongs_to_it_to_those_who_listen() -> None:
    html = _rendered("{% field form.name %}", form=_Form({}))
    assert 'for="id_name"' in html
    described = re.search(r'aria-describedby="([^"]+)"', html)
    assert described is not None
    assert set(described[1].split()) == {"id_name_helptext", "id_name_error"}
    assert all(f'id="{one}"' in html for one in described[1].split())
    assert 'aria-invalid="true"' in html


def test_choices_stand_in_a_group_with_a_name() -> None:
    html = _rendered("{% field form.kind %}", form=_Form())
    assert "<legend" in html
    assert html.count('type="radio"') == 1
