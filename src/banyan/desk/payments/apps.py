from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from banyan.desk.people.roles import Role
from banyan.desk.ui.navigation import Place


class PaymentsConfig(AppConfig):
    name = "banyan.desk.payments"
    places = (
        Place(
            _("Payments"),
            "payments:home",
            "cash",
            46,
            roles={Role.FINANCE, Role.CITY, Role.COUNTY, Role.SUPERVISOR, Role.AUDITOR},
            description=_("From approved awards to the bank and back, by two people."),
        ),
        Place(
            _("My payments"),
            "payments:own",
            "cash",
            46,
            roles={Role.ENTERPRISE},
            description=_("What was paid to your organizations, and what is on its way."),
        ),
    )

    def ready(self) -> None:
        from banyan.desk.audit import after_commit
        from banyan.desk.obligations.daily import every_day
        from banyan.desk.payments import differences, queue, tasks, words
        from banyan.desk.settlement.hooks import on_approval

        words.declare()
        on_approval(differences.run_approved)
        after_commit(queue.heard)
        every_day(queue.each_day)
        every_day(tasks.each_day)
