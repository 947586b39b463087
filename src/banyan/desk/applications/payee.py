"""The account to which an award is paid, asked when an application is submitted."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms
from django.core.exceptions import PermissionDenied
from django.core.validators import RegexValidator
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from banyan.desk.audit import Actor, action, log
from banyan.desk.matching.models import PayeeAccount
from banyan.desk.people.access import require
from banyan.desk.people.roles import Role
from banyan.desk.records.models import Organization


class PayeeForm(forms.ModelForm[PayeeAccount]):
    """An account of the organization itself, at a bank."""

    class Meta:
        model = PayeeAccount
        fields = ("holder", "bank", "branch_code", "number")

    checks: ClassVar = {
        "number": RegexValidator(r"^[0-9]{8,34}\Z", _("Digits only, 8 to 34 of them.")),
        "branch_code": RegexValidator(r"^[0-9]{12}\Z", _("12 digits.")),
    }

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        for name, check in self.checks.items():
            self.fields[name].validators.append(check)
            self.fields[name].widget.attrs["inputmode"] = "numeric"

    def clean_number(self) -> str:
        return str(self.cleaned_data["number"]).replace(" ", "")


@action("applications.give_account")
def give_account(actor: Actor, organization: Any, said: dict[str, str]) -> PayeeAccount:
    """Those who speak for an organization say where it is paid to; an earlier account ends."""
    require(actor, Role.ENTERPRISE)
    if not Organization.objects.visible_to(actor.account).filter(pk=organization.pk).exists():
        raise PermissionDenied
    PayeeAccount.objects.filter(uscc=organization.pk, ended_at=None).update(ended_at=timezone.now())
    made = PayeeAccount.objects.create(uscc=organization.pk, given_by=actor.account, **said)
    log(
        made,
        after={"bank": made.bank, "number": f"…{made.number[-4:]}"},
        organization=organization.pk,
    )
    return made
