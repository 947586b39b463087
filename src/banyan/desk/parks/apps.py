from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from banyan.desk.people.roles import Role
from banyan.desk.ui.navigation import Place


class ParksConfig(AppConfig):
    name = "banyan.desk.parks"
    places = (
        Place(
            _("Parks"),
            "parks:parks",
            "building-estate",
            18,
            roles={
                Role.ENTERPRISE,
                Role.COUNTY,
                Role.CITY,
                Role.DEPARTMENT,
                Role.FINANCE,
                Role.SUPERVISOR,
                Role.AUDITOR,
            },
            description=_("Industrial parks: leading industries, tenants, what they offer."),
            group="projects",
        ),
    )

    def ready(self) -> None:
        from banyan.desk.obligations import kinds

        kinds.declare(
            "parks.verify_facility",
            _("Verify what a park offers: %(park)s, %(item)s"),
            name=_("Verify what a park offers"),
        )
        kinds.declare(
            "parks.verify_year",
            _("Verify the figures of a park: %(park)s, %(year)s"),
            name=_("Verify the figures of a park"),
        )
        kinds.declare(
            "parks.demonstrate",
            _("Decide whether a park is a demonstration: %(park)s"),
            name=_("Decide whether a park is a demonstration"),
        )
