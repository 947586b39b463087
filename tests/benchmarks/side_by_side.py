"""The same three measures by Banyan and by OpenFisca-Core, on the same facts in one process, and
their amounts line by line: ``side_by_side.py FACTS``. Prints JSON.

Banyan's time is that of the steps of a pack reduced to the three measures, with every failed
condition and reason. OpenFisca's is told in three parts: facts to arrays, declaring entities and
setting inputs, calculating eligibility and amounts.
"""

from __future__ import annotations

import json
import sys
from dataclasses import replace
from importlib.metadata import version
from pathlib import Path
from typing import Any

import numpy as np
import openfisca_rules as rules
import polars as pl
from measuring import repeated, timed
from openfisca_core.simulations import Simulation
from openfisca_core.variables import config
from openfisca_inputs import Inputs, inputs, parameters, simulation

from banyan.packs.fuzhou import pack
from banyan.rules.facts import Facts
from banyan.rules.pack import Pack
from banyan.rules.reading import read_facts
from banyan.rules.settlement import Settlement, Status, settle
from banyan.rules.wording import plain_yuan

YEAR = 2026
MEASURES = ("cloud_software", "equipment_upgrade", "technology_loan_interest")


def by_banyan(notice: Pack, facts: Facts) -> tuple[dict[str, float], Settlement]:
    last: list[Settlement] = []

    def once() -> dict[str, float]:
        seconds, settlement = timed(lambda: settle(notice, facts, YEAR))
        last[:] = [settlement]
        return {"steps": seconds}

    return repeated(once), last[0]


def by_openfisca(notice: Pack, facts: Facts) -> tuple[dict[str, float], Inputs, Simulation]:
    system = rules.system(parameters(notice.parameters, YEAR))
    last: list[Any] = []

    def once() -> dict[str, float]:
        arrays, given = timed(lambda: inputs(facts, YEAR))
        setting, made = timed(lambda: simulation(given, system, YEAR))
        calculating, _ = timed(lambda: [made.calculate(code, str(YEAR)) for code in MEASURES])
        last[:] = [given, made]
        return {"arrays": arrays, "setting": setting, "calculating": calculating}

    return repeated(once), *last


def compare(settlement: Settlement, given: Inputs, made: Simulation) -> dict[str, dict[str, Any]]:
    """For each measure the number of lines and of the eligible ones; of those that both find
    eligible how many have another amount, before or after caps, and the largest difference; how
    many are judged otherwise, and the largest amount of these. Money in yuan."""
    project_years, loans = settlement.facts["project_years"], settlement.facts["loans"]
    places = {
        "cloud_software": settlement.facts["cloud_years"]["organization_row"].to_numpy(),
        "equipment_upgrade": _inverse(given.project_rows, project_years.height, 0),
        "technology_loan_interest": _inverse(
            given.loan_rows, loans.height, len(given.project_rows)
        ),
    }
    result = {}
    for code in MEASURES:
        frame = settlement.frames[code]
        at = places[code][frame["row"].to_numpy()]
        size = len(made.calculate(code, str(YEAR)))
        judged = made.calculate(f"{code}_eligible", str(YEAR))
        eligible = np.zeros(size, dtype=np.bool_)
        eligible[at] = frame["status"].to_numpy() != Status.INELIGIBLE
        apart = np.zeros(size, dtype=np.int64)
        for name, column in ((f"{code}_gross", "gross"), (code, "amount")):
            exact = np.zeros(size, dtype=np.int64)
            exact[at] = frame[column].cast(pl.Int64).to_numpy()
            found = np.rint(made.calculate(name, str(YEAR)).astype(np.float64) * 100)
            apart = np.maximum(apart, np.abs(found.astype(np.int64) - exact))
        both, either = eligible & judged, eligible != judged
        result[code] = {
            "lines": frame.height,
            "eligible": int(eligible.sum()),
            "differ": int((apart[both] > 0).sum()),
            "most": plain_yuan(int(apart[both].max(initial=0))),
            "judged_otherwise": int(either.sum()),
            "most_judged": plain_yuan(int(apart[either].max(initial=0))),
        }
    return result


def _inverse(rows: np.ndarray, height: int, offset: int) -> np.ndarray:
    """The fact of each row of a table, of which ``rows`` are facts from ``offset`` on."""
    found = np.full(height, -1)
    found[rows] = np.arange(len(rows)) + offset
    return found


def main() -> None:
    whole = pack()
    facts = read_facts(Path(sys.argv[1]), whole.schema)
    notice = replace(whole, measures={code: whole.measures[code] for code in MEASURES}, choices=())
    banyan, settlement = by_banyan(notice, facts)
    openfisca, given, made = by_openfisca(notice, facts)
    float32 = compare(settlement, given, made)
    # OpenFisca offers no wider numbers; widened from outside, they show what is float32's doing
    config.VALUE_TYPES[float]["dtype"] = np.float64
    _, given, made = by_openfisca(notice, facts)
    print(
        json.dumps(
            {
                "version": version("openfisca-core"),
                "banyan": banyan,
                "openfisca": openfisca,
                "float32": float32,
                "float64": compare(settlement, given, made),
            }
        )
    )


if __name__ == "__main__":
    main()
