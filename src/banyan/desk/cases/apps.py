from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from banyan.desk.people.roles import Role
from banyan.desk.ui.navigation import Place


class CasesConfig(AppConfig):
    name = "banyan.desk.cases"
    places = (
        Place(
            _("Cases"),
            "cases:ledger",
            "lifebuoy",
            12,
            roles=set(Role) - {Role.ADMINISTRATOR, Role.EXPERT},
            description=_("Problems and requests until they are solved: who has them until when."),
            group="problems",
        ),
    )

    def ready(self) -> None:
        from banyan.desk.cases import duties, words
        from banyan.desk.cases.search import words as words_of_the_month
        from banyan.desk.obligations.daily import every_day

        words.declare()
        every_day(duties.escalate_overdue_cases)
        every_day(duties.take_up_silence)
        every_day(words_of_the_month.on_day)
