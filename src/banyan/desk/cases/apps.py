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
        from banyan.desk.cases.search import words
        from banyan.desk.obligations import daily, kinds

        daily.every_day(words.on_day)

        kinds.declare("cases.dispatch", _("Dispatch %(reference)s: %(case)s"))
        kinds.declare("cases.accept", _("Accept or refuse %(reference)s: %(case)s"))
        kinds.declare("cases.decide_dispute", _("Decide whose case %(reference)s is: %(case)s"))
        kinds.declare("cases.step", _("%(step)s: %(reference)s, %(case)s"))
        kinds.declare(
            "cases.agree", _("Say whether this is solved: %(reference)s, %(case)s"), escalates=False
        )
