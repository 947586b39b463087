"""Where one can go: the places of the navigation and the cards of the home page. Each app lists its
own in its ``AppConfig`` as ``places``, ``tools`` (of the top bar) and ``home_cards``."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Any, TypeVar

from django.apps import apps
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.module_loading import import_string
from django.utils.translation import gettext_lazy as _

MOST_COUNTED = 99

GROUPS: dict[str, tuple[Any, str]] = {
    "policy": (_("The policy"), "books"),
    "records": (_("Enterprises and records"), "building"),
    "money": (_("Support money"), "coins"),
    "lists": (_("Lists and cultivation"), "list-check"),
    "problems": (_("Problems and tasks"), "lifebuoy"),
    "projects": (_("Projects and parks"), "building-factory-2"),
    "targets": (_("Targets and responsibility"), "target"),
    "desk": (_("Running the desk"), "settings"),
}
"""What places are gathered under: a word and an icon."""


@dataclass(frozen=True)
class Place:
    """``route`` is the name of a view without arguments, ``label`` a lazy translation, ``icon`` the
    name of a Tabler icon. ``roles`` may go there; empty for every account, and for visitors too
    where ``visitors`` is true. ``description`` says on the home page what one does there.
    ``group`` is the one of ``GROUPS`` under which it stands, empty where it stands alone.
    ``count`` is the dotted name of a function of the request that says how many things wait there
    (at most ``MOST_COUNTED`` and one)."""

    label: Any
    route: str
    icon: str
    order: int
    roles: Collection[str] = ()
    visitors: bool = False
    description: Any = ""
    group: str = ""
    count: str = ""

    def open_to(self, role: str | None) -> bool:
        return _open_to(self, role)


@dataclass(frozen=True)
class HomeCard:
    """A part of the home page, from ``template`` with what ``context`` returns: the dotted name of
    a function of the request that returns a dict, or ``None`` for no card. ``roles`` and
    ``visitors`` as for a place."""

    template: str
    context: str
    order: int
    roles: Collection[str] = ()
    visitors: bool = False

    def open_to(self, role: str | None) -> bool:
        return _open_to(self, role)

    def render(self, request: HttpRequest) -> str:
        context = import_string(self.context)(request)
        return "" if context is None else render_to_string(self.template, context, request)


@dataclass(frozen=True)
class Destination:
    """A place with its address; ``current`` where the page shown belongs to it."""

    place: Place
    address: str
    current: bool
    request: HttpRequest

    @property
    def waiting(self) -> str:
        """How many things wait there, ``99+`` for more; empty for none. Asked only where it is
        shown."""
        if not self.place.count:
            return ""
        count = import_string(self.place.count)(self.request)
        return f"{MOST_COUNTED}+" if count > MOST_COUNTED else str(count or "")


@dataclass(frozen=True)
class Gathered:
    """The places of a group that are open to who asks; ``current`` where the page shown belongs to
    one of them. A place that stands alone is gathered too, without label and icon."""

    within: list[Destination]
    label: Any = ""
    icon: str = ""

    @property
    def current(self) -> bool:
        return any(one.current for one in self.within)


def gathered(found: list[Destination]) -> list[Gathered]:
    """Destinations by their groups, each where its first one stands. One that is alone in its
    group needs no heading."""
    by_group: dict[str, list[Destination]] = {}
    for number, one in enumerate(found):
        by_group.setdefault(one.place.group or str(number), []).append(one)
    return [
        Gathered(within, *GROUPS[name]) if len(within) > 1 else Gathered(within)
        for name, within in by_group.items()
    ]


def role_of(request: HttpRequest) -> str | None:
    """The role of the account that is signed in; ``None`` for a visitor."""
    user = getattr(request, "user", None)
    return getattr(user, "role", None) if user is not None and user.is_authenticated else None


def destinations(request: HttpRequest) -> list[Destination]:
    """The places open to who asks, in order. The page shown belongs to the place whose address
    its own begins with, the longest where there are several."""
    return _destinations(request, "places")


def tools(request: HttpRequest) -> list[Destination]:
    """What stands in the top bar as an icon: the places that an app lists as ``tools``."""
    return _destinations(request, "tools")


def _destinations(request: HttpRequest, attribute: str) -> list[Destination]:
    places = _listed(attribute, Place, role_of(request))
    addresses = [reverse(place.route) for place in places]
    within = [address for address in addresses if _within(request.path, address)]
    current = max(within, key=len, default=None)
    return [
        Destination(place, address, address == current, request)
        for place, address in zip(places, addresses, strict=True)
    ]


def home_cards(request: HttpRequest) -> list[str]:
    """The cards of the home page for who asks, as markup."""
    cards = (card.render(request) for card in _listed("home_cards", HomeCard, role_of(request)))
    return [card for card in cards if card.strip()]


Listed = TypeVar("Listed", Place, HomeCard)


def _listed(attribute: str, kind: type[Listed], role: str | None) -> list[Listed]:
    found: list[Listed] = []
    for config in apps.get_app_configs():
        of_app: Iterable[Listed] = getattr(config, attribute, ())
        found.extend(one for one in of_app if isinstance(one, kind) and one.open_to(role))
    return sorted(found, key=lambda one: one.order)


def _open_to(one: Place | HomeCard, role: str | None) -> bool:
    if role is None:
        return one.visitors
    return not one.roles or role in one.roles


def _within(path: str, address: str) -> bool:
    return path == address if address == "/" else path.startswith(address)
