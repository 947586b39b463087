from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from banyan.desk.ui.navigation import Place


class SupervisionConfig(AppConfig):
    name = "banyan.desk.supervision"
    places = (
        Place(
            _("Supervision"),
            "supervision:board",
            "eye-check",
            18,
            roles={"county", "city", "finance", "department", "bank", "supervisor", "auditor"},
            description=_("What is due and overdue, who is urged, and how each does."),
            group="problems",
        ),
        Place(
            _("Scoreboards"),
            "supervision:published",
            "trophy",
            19,
            visitors=True,
            description=_("How fast and how well counties and units solve problems."),
            group="problems",
        ),
    )

    def ready(self) -> None:
        from banyan.desk.cases import sections
        from banyan.desk.obligations.daily import every_day
        from banyan.desk.supervision import case_scores, duties, words

        words.declare()
        case_scores.declare()
        sections.declare(sections.EVERY_KIND, "banyan.desk.supervision.case_sections.letters_about")
        sections.declare(sections.EVERY_KIND, "banyan.desk.supervision.case_sections.reconciled_in")
        every_day(duties.reconcile_last_month)
