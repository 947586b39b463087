from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from banyan.desk.people.roles import Role
from banyan.desk.ui.navigation import Place


class ReceptionsConfig(AppConfig):
    name = "banyan.desk.receptions"
    places = [
        Place(
            _("Reception days"),
            "receptions:days",
            "users",
            15,
            roles=frozenset(
                {Role.ENTERPRISE, Role.COUNTY, Role.CITY, Role.SUPERVISOR, Role.AUDITOR}
            ),
            description=_("When counties and the city listen to enterprises; book a slot."),
            group="problems",
        ),
    ]

    def ready(self) -> None:
        from banyan.desk.messaging import templates
        from banyan.desk.obligations import kinds
        from banyan.desk.obligations.daily import every_day
        from banyan.desk.receptions import regularity

        kinds.declare(regularity.ANNOUNCE, _("Announce a reception day for %(month)s"))
        when = _("%(day)s, %(time)s, %(place)s.")
        templates.declare(
            "receptions.booked", subject=_("A slot on the reception day of %(host)s"), body=when
        )
        templates.declare(
            "receptions.moved_up",
            subject=_("A slot has become free on the reception day of %(host)s: it is yours"),
            body=when,
        )
        templates.declare(
            "receptions.tomorrow", subject=_("%(host)s expects you on %(day)s"), body=when
        )
        templates.declare(
            "receptions.cancelled",
            subject=_("The reception day of %(host)s on %(day)s is called off"),
            body=_("%(reason)s Please book another day."),
        )
        templates.declare(
            "receptions.hosts_tomorrow",
            subject=_("Reception day on %(day)s: %(count)s enterprises come"),
            body=_("Place: %(place)s. The sheet of the day names them and what it is about."),
        )
        every_day(regularity.on_day)
