from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from banyan.desk.people.roles import Role
from banyan.desk.ui.navigation import HomeCard, Place


class ObligationsConfig(AppConfig):
    name = "banyan.desk.obligations"
    places = (
        Place(
            _("To do"),
            "obligations:todo",
            "checklist",
            5,
            roles=set(Role),
            description=_("Everything that waits for you, by deadline."),
            count="banyan.desk.obligations.todo_pages.waiting",
        ),
        Place(
            _("Working days"),
            "obligations:this_year",
            "calendar",
            62,
            roles={Role.ADMINISTRATOR},
            description=_("The calendar by which deadlines are counted."),
        ),
    )
    home_cards = (
        HomeCard("obligations/todo_card.html", "banyan.desk.obligations.todo_pages.home_card", 0),
    )

    def ready(self) -> None:
        from banyan.desk.audit import after_commit
        from banyan.desk.messaging import templates
        from banyan.desk.obligations import claims, reminding
        from banyan.desk.obligations.daily import every_day

        templates.declare(
            "obligations.yellow",
            subject=_("Soon due: %(title)s"),
            body=_("It is due on %(due)s."),
        )
        templates.declare(
            "obligations.red",
            subject=_("Due now: %(title)s"),
            body=_("It was to be done by the end of %(due)s."),
        )
        templates.declare(
            "obligations.escalated",
            subject=_("Overdue, and yours too now: %(title)s"),
            body=_("It was due on %(due)s and is not done. Whoever had it has it still."),
        )
        templates.declare(
            "obligations.yellow_many",
            subject=_("%(count)s things are soon due"),
            body=_("They stand among what you have to do, by deadline."),
        )
        templates.declare(
            "obligations.red_many",
            subject=_("%(count)s things are due now"),
            body=_("They stand first among what you have to do."),
        )
        templates.declare(
            "obligations.escalated_many",
            subject=_("%(count)s things are overdue, and yours too now"),
            body=_("They stand first among what you have to do. Whoever had them has them still."),
        )
        after_commit(claims.on_entry)
        every_day(claims.on_day)
        every_day(reminding.on_day)
