from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from banyan.desk.people.roles import Role
from banyan.desk.ui.navigation import Place


class MessagingConfig(AppConfig):
    name = "banyan.desk.messaging"
    places = (
        Place(
            _("Robots of group chats"),
            "messaging:robots",
            "robot",
            63,
            roles={Role.ADMINISTRATOR},
            description=_("Which groups read what their unit is told, and what was not sent."),
        ),
    )
    tools = (
        Place(
            _("Messages"),
            "messaging:inbox",
            "bell",
            0,
            count="banyan.desk.messaging.inbox_pages.unread",
        ),
    )
