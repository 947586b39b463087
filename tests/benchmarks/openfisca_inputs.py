"""A fact set as the arrays that OpenFisca takes, and a simulation made of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import openfisca_rules as rules
import polars as pl
from openfisca_core.simulations import Simulation, SimulationBuilder

from banyan.packs.fuzhou.facts import COUNTIES
from banyan.rules.facts import Facts
from banyan.rules.parameters import adopted_in
from banyan.rules.schema import Schema
from banyan.rules.units import RATE_SCALE

FEN = 100
NEVER = np.datetime64("9999-12-31")
UNSET = np.datetime64("1970-01-01")


@dataclass(frozen=True)
class Inputs:
    """``variables`` are the arrays by name. Of each fact ``organization`` and ``project`` are the
    rows of its groups, ``roles`` and ``project_roles`` what it is there. ``project_rows`` and
    ``loan_rows`` say which rows of project_years and loans the first facts are."""

    organizations: int
    projects: int
    organization: np.ndarray
    project: np.ndarray
    roles: np.ndarray
    project_roles: np.ndarray
    variables: Mapping[str, np.ndarray]
    project_rows: np.ndarray
    loan_rows: np.ndarray


def inputs(facts: Facts, year: int) -> Inputs:
    """The project years of ``year``, all loans for technology upgrades, and the recognitions that
    the three measures ask for. What they cannot need is left out, in favour of OpenFisca."""
    purpose = _bit(facts.schema, "technology_upgrade")
    upgrades = facts["project_years"].with_row_index("row").filter(pl.col("year") == year)
    loans = facts["loans"].with_row_index("row").filter((pl.col("purposes") & pl.lit(purpose)) != 0)
    kinds = [kind.name for kind in rules.RecognitionKind][:-1]
    recognitions = facts["recognitions"].filter(pl.col("kind").cast(pl.String).is_in(kinds))
    projects = facts["projects"]
    none = projects.height
    of_loans = loans["project_row"].fill_null(none).to_numpy()
    counts = (upgrades.height, loans.height, recognitions.height)
    roles = np.repeat([rules.UPGRADE, rules.LOAN, rules.RECOGNITION], counts)
    project_roles = np.where(roles == rules.RECOGNITION, rules.UNRELATED, roles)
    project_roles[counts[0] : counts[0] + counts[1]][of_loans == none] = rules.UNRELATED

    def whole(place: int, values: np.ndarray, plain: Any) -> np.ndarray:
        """An array over all facts of values that only those in one place have."""
        parts = [np.full(count, plain, dtype=values.dtype) for count in counts]
        parts[place] = values
        return np.concatenate(parts)

    variables = dict(_organizations(facts, year))
    for name in ("municipal_key", "special_bond", "other_fiscal_support", "innovation_centre"):
        variables[name] = np.append(projects[name].to_numpy(), False)
    for place, frame, names in (
        (0, upgrades, ("equipment_gross", "equipment_net")),
        (1, loans, ("principal", "provincial_support")),
    ):
        for name in names:
            variables[name] = whole(place, frame[name].to_numpy() / FEN, 0)
    variables["annual_rate"] = whole(1, loans["annual_rate"].to_numpy() / RATE_SCALE, 0)
    variables["central_support"] = whole(1, loans["central_support"].to_numpy(), False)
    for name in ("disbursed_on", "first_disbursed_on", "ends_on"):
        variables[name] = whole(1, loans[name].to_numpy().astype("datetime64[D]"), UNSET)
    variables["kind"] = whole(2, _places(recognitions["kind"], kinds), len(kinds))
    levels = [level.name for level in rules.Level][:-1]
    variables["level"] = whole(2, _places(recognitions["level"], levels), len(levels))
    recognized = recognitions["recognized_on"].to_numpy().astype("datetime64[D]")
    variables["recognized_on"] = whole(2, recognized, UNSET)
    expires = recognitions["expires_on"].fill_null(NEVER.item()).to_numpy()
    variables["expires_on"] = whole(2, expires.astype("datetime64[D]"), UNSET)
    orders = [upgrades["project"], loans["loan"]]
    ranks = [order.rank("ordinal").to_numpy().astype(np.int32) for order in orders]
    variables["subject_order"] = np.concatenate([*ranks, np.zeros(counts[2], dtype=np.int32)])
    return Inputs(
        organizations=facts["organizations"].height,
        projects=none + 1,
        organization=_joined(upgrades, loans, recognitions),
        project=np.concatenate([upgrades["project_row"], of_loans, np.full(counts[2], none)]),
        roles=roles,
        project_roles=project_roles,
        variables=variables,
        project_rows=upgrades["row"].to_numpy(),
        loan_rows=loans["row"].to_numpy(),
    )


def _organizations(facts: Facts, year: int) -> Mapping[str, np.ndarray]:
    frame = facts["organizations"]
    letters = [section.value for section in rules.Section][:-1]
    sizes = [size.name for size in rules.Size][:-1]
    cloud = facts["cloud_years"].filter(pl.col("year") == year)
    cost = np.zeros(frame.height)
    cost[cloud["organization_row"].to_numpy()] = cloud["software_cost"].to_numpy() / FEN
    return {
        "county": frame["county"].cast(pl.Int32).to_numpy(),
        "section": _places(frame["industry"].str.slice(0, 1), letters),
        "size": _places(frame["size"], sizes),
        "scaled_on": frame["scaled_on"].fill_null(UNSET.item()).to_numpy().astype("datetime64[D]"),
        "software_cost": cost,
    }


def _bit(schema: Schema, purpose: str) -> int:
    return 1 << schema.words(schema.table("loans").column("purposes")).index(purpose)


def _places(words: pl.Series, known: list[str]) -> np.ndarray:
    """The place of each word among the known ones, the last for any other and for none."""
    places = dict(zip(known, range(len(known)), strict=True))
    found = words.cast(pl.String).replace_strict(places, default=len(known), return_dtype=pl.Int32)
    return found.fill_null(len(known)).to_numpy()


def _joined(*frames: pl.DataFrame) -> np.ndarray:
    return np.concatenate([frame["organization_row"].to_numpy() for frame in frames])


def simulation(given: Inputs, system: rules.TaxBenefitSystem, year: int) -> Simulation:
    """Declares the entities and sets every input."""
    builder = SimulationBuilder()
    builder.create_entities(system)
    builder.declare_person_entity("fact", range(len(given.roles)))
    organizations = builder.declare_entity("organization", range(given.organizations))
    projects = builder.declare_entity("project", range(given.projects))
    # join_with_persons would number only the groups that have members
    for group, rows, roles in (
        (organizations, given.organization, given.roles),
        (projects, given.project, given.project_roles),
    ):
        group.members_entity_id = rows
        group.members_role = np.array(group.entity.flattened_roles)[roles]
    made = builder.build(system)
    for name, values in given.variables.items():
        made.set_input(name, str(year), values)
    return made


def parameters(figures: Any, year: int) -> dict[str, Any]:
    """The figures of the pack for the three measures, as OpenFisca's tree."""
    adopted = adopted_in(figures, year)
    tree: dict[str, Any] = {"counties": _since([int(county) for county in COUNTIES])}
    tree["chain_uplift"] = _since(adopted["chain.uplift"] / RATE_SCALE)
    tree["newly_scaled_years"] = _since(adopted["newly_scaled.years"])
    tree["technology_loan"] = {"days_in_year": _since(adopted["interest.days_in_year"])}
    for group, name, scale in (
        ("equipment", "rate", RATE_SCALE),
        ("equipment", "threshold", FEN),
        ("equipment", "threshold_srdi", FEN),
        ("equipment", "threshold_newly_scaled", FEN),
        ("equipment", "cap", FEN),
        ("technology_loan", "rate", RATE_SCALE),
        ("technology_loan", "rate_central", RATE_SCALE),
        ("technology_loan", "principal", FEN),
        ("cloud_software", "rate", RATE_SCALE),
        ("cloud_software", "cap", FEN),
    ):
        tree.setdefault(group, {})[name] = _since(adopted[f"{group}.{name}"] / scale)
    tree["technology_loan"]["years"] = _since(adopted["technology_loan.years"])
    return tree


def _since(value: Any) -> dict[str, Any]:
    return {"values": {"2026-01-01": {"value": value}}}
