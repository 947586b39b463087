"""Forms of payments."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from banyan.desk.funds.models import Budget
from banyan.desk.payments.models import Statement
from banyan.desk.payments.payable import Choice
from banyan.desk.records.labels import word_label
from banyan.desk.settlement.models import Award


class Yuan(forms.DecimalField):
    """An amount in yuan; its value is in fen."""

    def __init__(self, **more: Any) -> None:
        super().__init__(min_value=Decimal("0.01"), max_digits=14, decimal_places=2, **more)

    def clean(self, value: Any) -> Any:
        yuan: Decimal | None = super().clean(value)
        return None if yuan is None else int(yuan * 100)


def _choices(kind: str, codes: Any) -> list[tuple[str, str]]:
    return [(code, word_label(kind, code)) for code in codes]


class ChoiceForm(forms.Form):
    """What a batch is confined to."""

    year = forms.TypedChoiceField(label=_("year"), coerce=int)
    payer = forms.ChoiceField(label=_("payer"))
    measure = forms.ChoiceField(label=_("measure"), required=False)
    county = forms.ChoiceField(label=_("county of the organizations"), required=False)
    ceiling = Yuan(label=_("at most (yuan)"), required=False)

    def __init__(self, *arguments: Any, **more: Any) -> None:
        super().__init__(*arguments, **more)
        payable = Award.objects.filter(state=Award.State.PAYABLE).order_by()
        years = sorted(set(payable.values_list("year", flat=True).distinct()), reverse=True)
        payers = Budget.objects.order_by("county").values_list("county", flat=True).distinct()
        fields: dict[str, Any] = self.fields
        fields["year"].choices = [
            (year, str(year)) for year in years or [timezone.localdate().year]
        ]
        fields["payer"].choices = _choices("county", payers) or [("350100", "350100")]
        measures = sorted(set(payable.values_list("measure", flat=True).distinct()))
        fields["measure"].choices = [("", _("any")), *_choices("measure", measures)]
        counties = sorted(set(payable.values_list("county", flat=True).distinct()))
        fields["county"].choices = [("", _("any")), *_choices("county", counties)]

    @property
    def choice(self) -> Choice:
        given = self.cleaned_data
        return Choice(
            given["year"], given["payer"], given["measure"], given["county"], given["ceiling"]
        )


class RecoveryForm(forms.Form):
    """What is demanded back, and why."""

    amount = Yuan(label=_("amount (yuan)"))
    reason = forms.CharField(
        label=_("reason"), max_length=1000, widget=forms.Textarea(attrs={"rows": 3})
    )


class StatementForm(forms.Form):
    """What the bank's letter says of an order."""

    outcome = forms.ChoiceField(label=_("the bank says"), choices=Statement.Outcome.choices)
    day = forms.DateField(
        label=_("day of the payment, or of the letter"),
        widget=forms.DateInput(attrs={"type": "date"}),
    )
    letter = forms.FileField(
        label=_("the bank's letter (PDF, PNG or JPEG)"),
        widget=forms.FileInput(attrs={"accept": ".pdf,.png,.jpg,.jpeg"}),
    )
    reason = forms.CharField(label=_("note"), max_length=500, required=False)


class ReceiptForm(forms.Form):
    """Money that came back."""

    amount = Yuan(label=_("amount (yuan)"))
    received_on = forms.DateField(label=_("day"), widget=forms.DateInput(attrs={"type": "date"}))
    serial = forms.CharField(label=_("transaction number"), max_length=100)
