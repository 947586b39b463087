"""The words of the obligations and messages of payments."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from banyan.desk.messaging import templates
from banyan.desk.obligations import kinds


def declare() -> None:
    """Makes them known; once, when the desk starts."""
    kinds.declare("payments.draw_up", _("Draw up the payments of run %(run)s"))
    kinds.declare("payments.check_accounts", _("Check the account of %(organization)s"))
    kinds.declare("payments.check_batch", _("Check payment batch %(batch)s"))
    kinds.declare("payments.make_file", _("Give payment batch %(batch)s to the bank"))
    kinds.declare("payments.await_bank", _("Read in the bank's answer to batch %(batch)s"))
    kinds.declare("payments.ask_bank", _("Ask the bank what became of batch %(batch)s"))
    kinds.declare("payments.confirm_statement", _("Confirm the bank's letter on %(reference)s"))
    kinds.declare("payments.work_off", _("Work off what the bank did not pay of batch %(batch)s"))
    kinds.declare("payments.unmatched", _("Work off what the bank's file %(file)s leaves open"))
    kinds.declare("payments.account", _("Give another bank account"))
    kinds.declare("payments.confirm_recovery", _("Confirm the recovery from %(organization)s"))
    kinds.declare("payments.recover", _("Give back %(amount)s yuan"))
    templates.declare(
        "payments.paid",
        subject=_("%(amount)s yuan have been paid: %(measure)s %(year)s"),
        body=_("%(amount)s yuan went to your account ending in %(tail)s. Reference %(reference)s."),
    )
    templates.declare(
        "payments.returned",
        subject=_("A payment came back: %(measure)s %(year)s"),
        body=_(
            "%(amount)s yuan came back from your account ending in %(tail)s. Reference "
            "%(reference)s. Please see to it that your account can be paid to."
        ),
    )
    templates.declare(
        "payments.account_refused",
        subject=_("Please give another bank account"),
        body=_("The account ending in %(tail)s cannot be paid to: %(note)s"),
    )
    templates.declare(
        "payments.recovery_demanded",
        subject=_("%(amount)s yuan are to be given back: %(measure)s %(year)s"),
        body=_("%(reason)s Please give it back by %(day)s."),
    )
    templates.declare(
        "payments.recovery_withdrawn",
        subject=_("Nothing more is to be given back: %(measure)s %(year)s"),
        body=_("The demand of %(amount)s yuan was withdrawn: %(reason)s"),
    )
