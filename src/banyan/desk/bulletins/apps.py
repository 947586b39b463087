from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from banyan.desk.bulletins.scope import READERS
from banyan.desk.ui.navigation import Place


class BulletinsConfig(AppConfig):
    name = "banyan.desk.bulletins"
    places = [
        Place(
            _("Bulletins"),
            "bulletins:bulletins",
            "speakerphone",
            48,
            roles=READERS,
            description=_("How far each county is with paying, against the time elapsed."),
        ),
    ]

    def ready(self) -> None:
        from banyan.desk.messaging import templates
        from banyan.desk.obligations import kinds

        kinds.declare(
            "bulletins.explain",
            _("Explain why %(county)s lags with payment (bulletin %(number)s)"),
        )
        templates.declare(
            "bulletins.published",
            subject=_("Bulletin %(number)s is published"),
            body=_("%(title)s. Every figure leads to the payments behind it."),
        )
