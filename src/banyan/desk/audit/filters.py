"""Which entries somebody wants to see."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from typing import Any

from django import forms
from django.contrib.auth import get_user_model
from django.db.models import Q
from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from banyan.desk.audit.action_words import words_of
from banyan.desk.audit.actions import ACTIONS
from banyan.desk.audit.models import Entry, EntryQuerySet


class EntryFilter(forms.Form):
    """The fields by which entries are chosen, all of them together."""

    organization = forms.CharField(label=_("Credit code"), max_length=18, required=False)
    account = forms.CharField(label=_("User name"), max_length=150, required=False)
    action = forms.ChoiceField(label=_("Action"), required=False)
    since = forms.DateField(
        label=_("From"), required=False, widget=forms.DateInput(attrs={"type": "date"})
    )
    until = forms.DateField(
        label=_("To"), required=False, widget=forms.DateInput(attrs={"type": "date"})
    )

    def __init__(self, query: QueryDict) -> None:
        super().__init__(query)
        known = sorted(((name, words_of(name)) for name in ACTIONS), key=lambda one: one[1])
        action: Any = self.fields["action"]
        action.choices = [("", _("all")), *known]

    def chosen(self) -> EntryQuerySet:
        """The entries, newest first; none where a field is wrong."""
        entries = Entry.objects.select_related("actor__unit")
        if not self.is_valid():
            return entries.none()
        wanted = self.cleaned_data
        if wanted["organization"]:
            entries = entries.filter(organization=wanted["organization"].strip().upper())
        if wanted["account"]:
            entries = entries.filter(_by_or_about(wanted["account"].strip()))
        if wanted["action"]:
            entries = entries.filter(action=wanted["action"])
        if wanted["since"]:
            entries = entries.filter(at__gte=_midnight(wanted["since"]))
        if wanted["until"]:
            entries = entries.filter(at__lt=_midnight(wanted["until"] + timedelta(days=1)))
        return entries

    def said(self) -> dict[str, str]:
        """What was asked for, for an entry."""
        return {name: str(value) for name, value in self.cleaned_data.items() if value}


def _by_or_about(username: str) -> Q:
    """What the account did, and what was done with it."""
    account = get_user_model().objects.filter(username=username).first()
    if account is None:
        return Q(pk__in=[])
    return Q(actor=account) | Q(subject=account._meta.label_lower, key=str(account.pk))


def _midnight(day: Any) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))
