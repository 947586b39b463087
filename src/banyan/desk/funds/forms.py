"""What finance officers fill in."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from banyan.desk.funds.budgets import fund_label, funds, measure_label
from banyan.desk.funds.ledger import CITY
from banyan.desk.policy.pack_in_force import pack_in_force
from banyan.desk.records import labels

MORE, LESS = "more", "less"


class ChangeForm(forms.Form):
    """More or less money for a budget."""

    year = forms.TypedChoiceField(label=_("year"), coerce=int)
    fund = forms.ChoiceField(label=_("fund"))
    measure = forms.ChoiceField(
        label=_("measure"),
        required=False,
        help_text=_("Left empty: for every measure of the fund that has no budget of its own."),
    )
    county = forms.ChoiceField(label=_("payer"), initial=CITY)
    direction = forms.ChoiceField(
        label=_("change"),
        choices=[(MORE, _("appropriate more")), (LESS, _("reduce"))],
        initial=MORE,
        widget=forms.RadioSelect,
    )
    amount = forms.DecimalField(
        label=_("amount (yuan)"),
        min_value=Decimal("0.01"),
        max_digits=15,
        decimal_places=2,
        widget=forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"}),
    )
    reason = forms.CharField(
        label=_("reason"), max_length=1000, widget=forms.Textarea(attrs={"rows": 3})
    )

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        pack = pack_in_force()
        self._choose("year", [(year, str(year)) for year in pack.years])
        self._choose("fund", [(fund, fund_label(fund)) for fund in funds()])
        measures = [(code, measure_label(code)) for code in pack.measures]
        self._choose("measure", [("", _("every measure of the fund")), *measures])
        counties = pack.words["words"]["county"]
        self._choose("county", [(one, labels.word_label("county", one)) for one in counties])

    def _choose(self, name: str, choices: list[tuple[Any, Any]]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)
        field.choices = choices

    @property
    def fen(self) -> int:
        """The change in fen, below zero for a reduction."""
        fen = int(self.cleaned_data["amount"] * 100)
        return fen if self.cleaned_data["direction"] == MORE else -fen
