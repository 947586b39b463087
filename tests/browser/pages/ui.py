"""The home page as accounts see it, account pages that no address shows by itself, faults."""

from __future__ import annotations

from banyan.desk.people.roles import Role
from browser.pages import Shown

PAGES = [
    Shown("an enterprise's home", lambda making: (making.account(Role.ENTERPRISE), "/")),
    Shown("a county officer's home", lambda making: (making.account(Role.COUNTY), "/")),
    Shown("an administrator's home", lambda making: (making.account(Role.ADMINISTRATOR), "/")),
    Shown("no such page", lambda making: (None, "/nothing/"), status=404),
    Shown("not open", lambda making: (making.account(Role.ENTERPRISE), "/audit/"), status=403),
]
