"""How each action of the bulletins is called, and what its routes name."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.conf import settings

from banyan.desk.audit import Actor
from banyan.desk.bulletins import actions
from banyan.desk.bulletins.models import Bulletin, Draft, Explanation
from banyan.desk.people.roles import Role
from desk.bulletins.paying import YEAR, Paying, somebody, today
from desk.making import Making


def _writer(making: Making) -> Actor:
    return Actor(somebody(making, Role.SUPERVISOR, "writer-of-bulletins"))


def drafted(making: Making) -> Draft:
    known = Draft.objects.filter(state=Draft.State.OPEN).first()
    if known is not None:
        return known
    paying = Paying()
    paying.award("350103", "srdi", 1_000_00)
    return actions.draft_bulletin(_writer(making), YEAR, today())


def published(making: Making) -> Bulletin:
    known = Bulletin.objects.first()
    if known is not None:
        return known
    if not any(settings.FONTS.glob("*.ttf")):
        pytest.skip("the front end is not built (make frontend)")
    second = Actor(somebody(making, Role.CITY, "publisher-of-bulletins"))
    return actions.publish(second, drafted(making), "http://127.0.0.1:8000/")


def _edited(making: Making) -> None:
    words = {"title_zh": "通报", "title_en": "Bulletin", "remarks_zh": "加快兑现。"}
    actions.edit_draft(_writer(making), drafted(making), words)


def _explained(making: Making) -> None:
    asked = Explanation.objects.get(bulletin=published(making))
    officer = somebody(making, Role.COUNTY, "explains", county=asked.county)
    actions.explain(Actor(officer), asked, "账户待核对")


SCENARIOS: dict[str, Callable[[Making], None]] = {
    "bulletins.draft": lambda making: _void(drafted(making)),
    "bulletins.edit": _edited,
    "bulletins.refresh": lambda making: actions.refresh_draft(_writer(making), drafted(making)),
    "bulletins.discard": lambda making: actions.discard_draft(_writer(making), drafted(making)),
    "bulletins.publish": lambda making: _void(published(making)),
    "bulletins.explain": _explained,
}

_CODE = "county-350103-approved"

ROUTES: dict[str, Callable[[Making], dict[str, Any]]] = {
    "bulletins:draft": lambda making: {"pk": drafted(making).pk},
    "bulletins:decide": lambda making: {"pk": drafted(making).pk},
    "bulletins:preview": lambda making: {"pk": drafted(making).pk},
    "bulletins:draft_figure": lambda making: {"pk": drafted(making).pk, "code": _CODE},
    "bulletins:bulletin": lambda making: {"number": published(making).code},
    "bulletins:explain": lambda making: {"number": published(making).code},
    "bulletins:document": lambda making: {
        "number": published(making).code,
        "language": "zh",
        "form": "pdf",
    },
    "bulletins:figure": lambda making: {"number": published(making).code, "code": _CODE},
}


def _void(_: object) -> None:
    """A scenario returns nothing."""
