"""What is filled in about tasks."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from banyan.desk.people.models import Unit
from banyan.desk.policy_pack import declared_pack
from banyan.desk.records.labels import language
from banyan.desk.tasks.actions import Given, OwnTask
from banyan.desk.tasks.models import Task

_LARGEST = 2**31 - 1
MONTHS_OFFERED = 12


def _day() -> forms.DateInput:
    return forms.DateInput(attrs={"type": "date"})


def _few_lines() -> forms.Textarea:
    return forms.Textarea(attrs={"rows": 3})


class ReportForm(forms.Form):
    """How far a task is: a number where it has a target, else percent."""

    month = forms.ChoiceField(label=_("month"))
    number = forms.IntegerField(min_value=0, max_value=_LARGEST)
    percent = forms.IntegerField(label=_("done so far, percent"), min_value=0, max_value=100)
    words = forms.CharField(label=_("progress in words"), widget=_few_lines(), max_length=4000)
    obstacles = forms.CharField(
        label=_("what is in the way"), widget=_few_lines(), max_length=4000, required=False
    )

    def __init__(self, *args: Any, task: Task, months: list[date], **more: Any) -> None:
        super().__init__(*args, **more)
        self.task = task
        month = self.fields["month"]
        assert isinstance(month, forms.ChoiceField)
        month.choices = [(one.isoformat(), f"{one:%Y-%m}") for one in months]
        if task.target is None:
            del self.fields["number"]
        else:
            del self.fields["percent"]
            self.fields["number"].label = _now("reached so far, of %(target)s %(measure)s") % {
                "target": task.target,
                "measure": task.measure,
            }

    def given(self) -> Given:
        said = self.cleaned_data
        return Given(
            self.task,
            date.fromisoformat(said["month"]),
            said["words"],
            percent=said.get("percent"),
            number=said.get("number"),
            obstacles=said["obstacles"],
        )


class UnitsForm(forms.Form):
    """Who leads a task and who helps."""

    lead = forms.ModelChoiceField(label=_("lead unit"), queryset=Unit.objects.none())
    helpers = forms.ModelMultipleChoiceField(
        label=_("helping units"), queryset=Unit.objects.none(), required=False
    )

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        offer_units(self)


class OwnTaskForm(UnitsForm):
    """A task of the city's own."""

    article = forms.ChoiceField(label=_("article that it follows"))
    title_zh = forms.CharField(label=_("title in Chinese"), max_length=200)
    title_en = forms.CharField(label=_("title in English"), max_length=300, required=False)
    done_zh = forms.CharField(label=_("done when (Chinese)"), max_length=500)
    done_en = forms.CharField(label=_("done when (English)"), max_length=700, required=False)
    due_on = forms.DateField(label=_("due"), widget=_day())
    target = forms.IntegerField(
        label=_("target"),
        min_value=1,
        max_value=_LARGEST,
        required=False,
        help_text=_("Left empty, progress is reported in percent."),
    )
    measure_zh = forms.CharField(label=_("counted in (Chinese)"), max_length=30, required=False)
    measure_en = forms.CharField(label=_("counted in (English)"), max_length=50, required=False)
    yearly = forms.BooleanField(label=_("of every year"), required=False)
    milestones = forms.CharField(
        label=_("milestones"),
        widget=_few_lines(),
        required=False,
        help_text=_("One a line: the day as 2026-06-30, a space, and what is reached then."),
    )

    field_order = (
        *("article", "title_zh", "title_en", "done_zh", "done_en", "lead", "helpers"),
        *("due_on", "target", "measure_zh", "measure_en", "yearly", "milestones"),
    )

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        article = self.fields["article"]
        assert isinstance(article, forms.ChoiceField)
        spoken = language()
        article.choices = [
            (number, f"{number} {one.title[spoken]}")
            for number, one in declared_pack().articles.items()
        ]

    def clean_milestones(self) -> list[tuple[date, str]]:
        found = []
        for line in self.cleaned_data["milestones"].splitlines():
            if not line.strip():
                continue
            day, _space, words = line.strip().partition(" ")
            try:
                found.append((date.fromisoformat(day), words.strip()[:200]))
            except ValueError:
                raise forms.ValidationError(
                    _now("No day can be read in: %(line)s") % {"line": line}
                ) from None
            if not words.strip():
                raise forms.ValidationError(_now("Say what is reached on %(day)s.") % {"day": day})
        return found

    def given(self) -> OwnTask:
        return OwnTask(**self.cleaned_data)


def offer_units(form: forms.Form) -> None:
    for name in ("lead", "helpers"):
        field = form.fields[name]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = Unit.objects.order_by("county", "code")
    form.fields["helpers"].widget.attrs["size"] = 6
