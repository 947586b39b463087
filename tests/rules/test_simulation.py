"""What-ifs: the notice as it is against the notice as changed."""

from __future__ import annotations

import csv
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from banyan.packs.fuzhou import pack
from banyan.packs.fuzhou.facts import COUNTIES
from banyan.rules.changes import read_changes
from banyan.rules.expressions import col, p, year
from banyan.rules.facts import Facts
from banyan.rules.measure import Candidates
from banyan.rules.pack import Pack
from banyan.rules.reading import read_facts
from banyan.rules.settlement import settle
from banyan.rules.simulation import Simulation, simulate

YEAR = 2026
ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
MILLION = 100_000_000  # fen

INDUSTRIES = ("C3911", "C1330", "B0610", "I6510", "I6420", "")
SIZES = ("large", "medium", "small", "micro", "")
RECOGNIZED = ((), ("chain_key",), ("srdi", "chain_key"), ("innovative_sme",), ("little_giant",))
GROSS = (400, 499, 500, 799, 20_000)
"""Equipment investment of the projects, in ten thousand yuan."""


def credit_code(number: int) -> str:
    body = f"91350100{number:09d}"
    total = sum(ALPHABET.index(sign) * pow(3, place, 31) for place, sign in enumerate(body))
    return body + ALPHABET[-total % 31]


CODES = [credit_code(number) for number in range(60)]


def industry(number: int) -> str:
    return INDUSTRIES[number % len(INDUSTRIES)]


def held(number: int) -> tuple[str, ...]:
    return RECOGNIZED[number // 12 % len(RECOGNIZED)]


def size(number: int) -> str:
    return SIZES[number // 6 % len(SIZES)]


def gross(number: int, project: int) -> int:
    """Fen invested in an organization's project; each of a kind differs by a fen."""
    return GROSS[(number + project) % len(GROSS)] * 1_000_000 + number


def write_table(folder: Path, name: str, rows: Sequence[dict[str, object]]) -> None:
    with (folder / f"{name}.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


def yuan(fen: int) -> str:
    return f"{fen // 100}.{fen % 100:02d}"


def recognition(name: str, number: int, kind: str, **columns: object) -> dict[str, object]:
    return {
        "recognition": f"{name}-{number:02d}",
        "uscc": CODES[number],
        "kind": kind,
        "level": "provincial" if kind == "srdi" else "national",
        "subject": "",
        "recognized_on": "2024-05-01",
        "rank": "",
        **columns,
    }


def projects() -> Iterable[tuple[int, int]]:
    """Each organization has two projects of equipment."""
    return ((number, project) for number in range(len(CODES)) for project in (0, 1))


@pytest.fixture(scope="module")
def facts(tmp_path_factory: pytest.TempPathFactory) -> Facts:
    """Sixty organizations: industry with equipment, software with honours and a short fund."""
    folder = tmp_path_factory.mktemp("facts")
    counties = list(COUNTIES)
    write_table(
        folder,
        "organizations",
        [
            {
                "uscc": code,
                "name": f"榕树{number}",
                "kind": "enterprise",
                "county": counties[number % len(counties)],
                "industry": industry(number),
                "size": size(number),
            }
            for number, code in enumerate(CODES)
        ],
    )
    recognitions = [
        recognition(kind, number, kind) for number in range(len(CODES)) for kind in held(number)
    ]
    recognitions += [
        recognition(
            "honour",
            number,
            "software_honour",
            subject="revenue_100",
            recognized_on="2026-03-01",
            rank=number,
        )
        for number in range(1, len(CODES))
        if industry(number).startswith("I")
    ]
    write_table(folder, "recognitions", recognitions)
    write_table(
        folder,
        "projects",
        [
            {
                "project": f"P{number:02d}-{project}",
                "uscc": CODES[number],
                "municipal_key": "false",
                "special_bond": "false",
                "other_fiscal_support": "false",
                "innovation_centre": "false",
            }
            for number, project in projects()
        ],
    )
    write_table(
        folder,
        "project_years",
        [
            {
                "project": f"P{number:02d}-{project}",
                "year": YEAR,
                "equipment_gross": yuan(gross(number, project)),
                "equipment_net": yuan(gross(number, project)),
                "digital_net": "0",
                "digital_effective": "false",
            }
            for number, project in projects()
        ],
    )
    write_table(folder, "budgets", [{"year": YEAR, "fund": "software", "amount": "3000000.01"}])
    return read_facts(folder, pack().schema)


def what_if(facts: Facts, *settings: str, policy: Pack | None = None) -> Simulation:
    policy = policy or pack()
    return simulate(policy, facts, YEAR, read_changes(policy, facts, YEAR, settings))


def differences(simulation: Simulation) -> dict[str, int]:
    frame = simulation.by_measure.filter(pl.col("difference") != 0)
    return dict(frame.select("measure", "difference").iter_rows())


def slow_cost(rate: int, threshold: int) -> int:
    """What equipment upgrades cost at ``rate`` percent, one project at a time."""
    costs: dict[int, int] = defaultdict(int)
    for number, project in projects():
        if industry(number)[:1] not in ("B", "C"):
            continue
        money = gross(number, project)
        is_small = size(number) in ("medium", "small", "micro")
        by_recognition = is_small and {"srdi", "little_giant"} & {*held(number)}
        if money < threshold and not (by_recognition and money >= 3 * MILLION):
            continue
        lifted = industry(number).startswith("C") and "chain_key" in held(number)
        costs[number] += money * rate * 3 // 200 if lifted else money * rate // 100
    return sum(min(cost, 5 * MILLION) for cost in costs.values())


def test_a_lower_rate_costs_less_by_what_a_slow_count_says(facts: Facts) -> None:
    saved = slow_cost(3, 5 * MILLION) - slow_cost(2, 5 * MILLION)
    assert saved > 0
    simulation = what_if(facts, "equipment.rate=2%")
    assert differences(simulation) == {"equipment_upgrade": -saved}
    assert simulation.totals.difference == -saved


def test_a_lower_threshold_lets_in_exactly_the_projects_that_reach_it(facts: Facts) -> None:
    simulation = what_if(facts, "equipment.threshold=4990000")
    reached = {
        f"P{number:02d}-{project}"
        for number, project in projects()
        if industry(number)[:1] in ("B", "C")
        and 499_000_000 <= gross(number, project) < 500_000_000
    }
    granted = simulation.lines.filter(pl.col("status_after") == "granted")
    assert {*granted["subject"]} == reached
    let_in = granted.filter(pl.col("status_before") == "ineligible")
    assert {*let_in["reasons_before"]} == {"below_threshold"}
    already_in = granted.filter(pl.col("status_before") == "granted")
    assert {*already_in["route_before"]} == {"srdi"}
    assert {*already_in["route_after"]} == {"standard"}
    totals = simulation.totals
    assert totals.granted_after - totals.granted_before == let_in.height > 0
    assert simulation.totals.difference == slow_cost(3, 499_000_000) - slow_cost(3, 500_000_000)


def test_a_budget_changes_the_measures_of_its_fund_and_no_other(facts: Facts) -> None:
    simulation = what_if(facts, "budget.software=2000000.05")
    assert differences(simulation) == {"software_honour": 200_000_005 - 300_000_001}
    funded = {code for code, measure in pack().measures.items() if measure.fund is not None}
    assert {*simulation.lines["measure"]} <= funded
    assert facts["budgets"]["amount"].to_list() == [300_000_001]


def test_a_fund_without_a_limit_pays_every_line_in_full(facts: Facts) -> None:
    simulation = what_if(facts, "budget.software=none")
    honours = simulation.changed.frames["software_honour"].filter(pl.col("failed") == 0)
    assert honours["amount"].to_list() == honours["gross"].to_list()
    assert differences(simulation) == {"software_honour": int(honours["gross"].sum()) - 300_000_001}


@pytest.mark.parametrize("setting", ["equipment.rate=3%", "budget.software=3000000.01"])
def test_no_change_makes_no_difference_anywhere(facts: Facts, setting: str) -> None:
    simulation = what_if(facts, setting)
    assert simulation.totals.before == simulation.totals.after > 0
    assert simulation.lines.height == 0
    assert simulation.by_measure["difference"].to_list() == [0] * len(pack().measures)
    for grouping in pack().groupings:
        assert {*simulation.by_group(grouping)["difference"]} == {0}
    assert {*simulation.organizations["outcome"]} == {"unchanged"}


def test_every_breakdown_adds_up_to_the_same_totals(facts: Facts) -> None:
    simulation = what_if(facts, "equipment.rate=2%", "budget.software=1000000", "equipment.cap=1")
    totals = simulation.totals
    wanted = (totals.granted_before, totals.granted_after, totals.before, totals.after)

    def sums(frame: pl.DataFrame) -> tuple[Any, ...]:
        return frame.select("granted_before", "granted_after", "before", "after").sum().row(0)

    assert sums(simulation.by_measure) == wanted
    assert sums(simulation.organizations) == wanted
    for grouping in pack().groupings:
        assert sums(simulation.by_group(grouping)) == wanted
        assert sums(simulation.group_totals(grouping)) == wanted
        by_measure = simulation.by_group(grouping).group_by("measure").agg(pl.col("after").sum())
        measures = simulation.by_measure.filter(pl.col("before") + pl.col("after") > 0)
        assert by_measure.sort("measure")["after"].equals(measures["after"])
    lines = simulation.lines
    moved = (lines["amount_after"].sum() - lines["amount_before"].sum()) * 100
    assert moved == totals.difference


def test_those_who_gain_and_those_who_lose_are_counted_with_their_money(facts: Facts) -> None:
    simulation = what_if(facts, "equipment.rate=2%", "budget.software=none")
    outcomes = simulation.outcomes
    assert outcomes["gained"].difference == int(simulation.winners["difference"].sum()) > 0
    assert outcomes["lost"].difference == int(simulation.losers["difference"].sum()) < 0
    assert outcomes["unchanged"].difference == 0
    assert sum(outcome.organizations for outcome in outcomes.values()) == (
        simulation.organizations.height
    )
    assert simulation.winners["difference"].is_sorted(descending=True)
    assert simulation.losers["difference"].is_sorted()
    assert all(code.startswith("I") for code in simulation.winners["industry"])


def test_an_organization_counts_under_the_first_recognition_that_it_holds(facts: Facts) -> None:
    simulation = what_if(facts, "equipment.rate=2%")
    groups = dict(simulation.organizations.select("uscc", "recognition").iter_rows())
    first = {(): "none", ("srdi", "chain_key"): "srdi"}
    for number, code in enumerate(CODES):
        if code in groups:
            assert groups[code] == first.get(held(number), (*held(number), "none")[0])


def test_what_is_empty_in_the_facts_is_a_group_of_its_own(facts: Facts) -> None:
    simulation = what_if(facts, "software_honour.high=1")
    by_name = {grouping.name: grouping for grouping in pack().groupings}
    industries = simulation.group_totals(by_name["industry"])["group"].to_list()
    assert industries == ["B", "C", "I"]
    assert "none" in simulation.group_totals(by_name["size"])["group"].to_list()


def test_several_what_ifs_can_share_one_base(facts: Facts) -> None:
    base = settle(pack(), facts, YEAR)
    changes = read_changes(pack(), facts, YEAR, ["equipment.rate=1%"])
    shared = simulate(pack(), facts, YEAR, changes, base=base)
    assert shared.base is base
    assert shared.by_measure.equals(what_if(facts, "equipment.rate=1%").by_measure)
    with pytest.raises(ValueError, match="another year"):
        simulate(pack(), facts, YEAR + 1, changes, base=base)


def test_a_line_that_only_one_side_has_is_shown_against_nothing(facts: Facts) -> None:
    measure = pack().measure("equipment_upgrade")
    reaches = col("equipment_gross") >= p("equipment.threshold")
    narrow = Candidates("project_years", None, col("year").equals(year()) & reaches)
    policy = replace(
        pack(),
        measures={**pack().measures, measure.code: replace(measure, candidates=narrow)},
    )
    lines = what_if(facts, "equipment.threshold=6000000", policy=policy).lines
    gone = lines.filter((pl.col("status_before") == "granted") & (pl.col("status_after") == ""))
    assert gone.height > 0
    assert {*gone["amount_after"]} == {0}
    assert all(reason == "" for reason in gone["reasons_after"])
