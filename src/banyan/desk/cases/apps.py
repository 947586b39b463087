from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CasesConfig(AppConfig):
    name = "banyan.desk.cases"

    def ready(self) -> None:
        from banyan.desk.obligations import kinds

        kinds.declare("cases.dispatch", _("Dispatch %(reference)s: %(case)s"))
        kinds.declare("cases.accept", _("Accept or refuse %(reference)s: %(case)s"))
        kinds.declare("cases.decide_dispute", _("Decide whose case %(reference)s is: %(case)s"))
        kinds.declare("cases.step", _("%(step)s: %(reference)s, %(case)s"))
        kinds.declare(
            "cases.agree", _("Say whether this is solved: %(reference)s, %(case)s"), escalates=False
        )
