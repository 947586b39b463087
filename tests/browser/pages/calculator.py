"""The calculator: empty, with measures to pick from, and filled in."""

from __future__ import annotations

from banyan.desk.calculator.description import to_link
from browser.pages import Shown
from desk.calculator.describing import CENTRE, PRODUCT, PROJECT, described, kinds

_NEAR = {
    **PROJECT,
    "project_years.equipment_gross": "4900000",
    "project_years.equipment_net": "wrong",
}
_FILLED = to_link(
    described(
        recognitions=[CENTRE, PRODUCT],
        projects=[PROJECT, _NEAR],
        loans=[{"loans.purposes": "technology_upgrade"}],
        none=kinds("orders"),
    )
)

PAGES = [
    Shown("the empty calculator", lambda making: (None, "/calculator/")),
    Shown("measures to pick from", lambda making: (None, "/calculator/?way=pick")),
    Shown("a picked measure", lambda making: (None, "/calculator/?measure=equipment_upgrade")),
    Shown("a calculation", lambda making: (None, f"/calculator/?{_FILLED}")),
]
