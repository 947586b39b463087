"""The pages of the policy library."""

from __future__ import annotations

from collections.abc import Callable

from django.urls import reverse

from banyan.desk.people.models import Account
from banyan.desk.people.roles import Role
from browser.pages import Shown
from desk.making import Making
from desk.policy.scenarios import amended, enterprise_with_equipment, proposed


def _visitor(address: str) -> Callable[[Making], tuple[Account | None, str]]:
    """The page as a visitor sees it, with the official text imported and changed once."""

    def open_it(making: Making) -> tuple[Account | None, str]:
        amended(making)
        return None, address

    return open_it


def _version(making: Making) -> tuple[Account | None, str]:
    address = reverse("policy:version", args=[amended(making).pk])
    return making.account(Role.ADMINISTRATOR), address


def _document(making: Making) -> tuple[Account | None, str]:
    address = reverse("policy:document", args=[amended(making).document_id])
    return making.account(Role.ADMINISTRATOR), address


def _changes(making: Making) -> tuple[Account | None, str]:
    proposed(making)
    return making.account(Role.ADMINISTRATOR), reverse("policy:changes")


def _cost(role: Role) -> Callable[[Making], tuple[Account | None, str]]:
    """A change whose cost has been computed (at once, as tasks are in tests)."""

    def open_it(making: Making) -> tuple[Account | None, str]:
        enterprise_with_equipment(making)
        return making.account(role), reverse("policy:change", args=[proposed(making).pk])

    return open_it


def _administrator(address: str) -> Callable[[Making], tuple[Account | None, str]]:
    return lambda making: (making.account(Role.ADMINISTRATOR), address)


PAGES = [
    Shown("the policy library", _visitor("/policy/")),
    Shown("what was found in the policy library", _visitor("/policy/?q=设备补助")),
    Shown("an article", _visitor("/policy/articles/A1.1/")),
    Shown("an article that no rule computes", _visitor("/policy/articles/P2.10/")),
    Shown("a measure", _visitor("/policy/measures/equipment_upgrade/")),
    Shown("a measure with a fund", _visitor("/policy/measures/software_loan_interest/")),
    Shown("figures", _visitor("/policy/parameters/")),
    Shown("a figure", _administrator("/policy/parameters/equipment.rate/")),
    Shown("coverage", _visitor("/policy/coverage/")),
    Shown("the policy to print", _visitor("/policy/print/")),
    Shown("a document", _document),
    Shown("what an import changed", _version),
    Shown("import of a text", _administrator("/policy/documents/import/")),
    Shown("changes of figures", _changes),
    Shown("proposal of a figure", _administrator("/policy/parameters/equipment.rate/propose/")),
    Shown("cost of a change", _cost(Role.FINANCE)),
    Shown("a change to be confirmed", _cost(Role.ADMINISTRATOR)),
]
