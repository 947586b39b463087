"""The home page, the account pages and the pages of faults."""

from __future__ import annotations

from banyan.desk.people.roles import Role
from browser.pages import Shown

PAGES = [
    Shown("a visitor's home", lambda making: (None, "/")),
    Shown("an enterprise's home", lambda making: (making.account(Role.ENTERPRISE), "/")),
    Shown("an administrator's home", lambda making: (making.account(Role.ADMINISTRATOR), "/")),
    Shown("sign in", lambda making: (None, "/accounts/login/")),
    Shown("register", lambda making: (None, "/accounts/signup/")),
    Shown("forgotten password", lambda making: (None, "/accounts/password/reset/")),
    Shown(
        "change password",
        lambda making: (making.account(Role.CITY), "/accounts/password/change/"),
    ),
    Shown("sign out", lambda making: (making.account(Role.CITY), "/accounts/logout/")),
    Shown("second factor", lambda making: (making.account(Role.CITY), "/accounts/2fa/")),
    Shown("no such page", lambda making: (None, "/nothing/"), status=404),
]
