from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from banyan.desk.people.roles import Role
from banyan.desk.ui.navigation import Place


class BenefitsConfig(AppConfig):
    name = "banyan.desk.benefits"
    places = [
        Place(
            _("My benefits"),
            "benefits:home",
            "gift",
            25,
            roles={Role.ENTERPRISE},
            description=_("What your enterprise can receive, what is missing, what to do next."),
            group="money",
        )
    ]

    def ready(self) -> None:
        from banyan.desk.audit import after_commit
        from banyan.desk.benefits.changes import on_entry
        from banyan.desk.benefits.keeping import records_changed
        from banyan.desk.records.writing import on_change

        on_change(records_changed)
        after_commit(on_entry)
