"""An organization with projects to decide on, for tests: amounts at and about the caps."""

from __future__ import annotations

from random import Random
from typing import TYPE_CHECKING

from hypothesis import strategies as st

from oracle.building.codes import credit_code

if TYPE_CHECKING:
    from oracle.reading import Tables

OWN = credit_code(1)
OTHERS = tuple(credit_code(number) for number in range(2, 9))

EQUIPMENT = (
    *("0", "5000000", "50000000", "83333333.34", "111111111.11", "111111111.12"),
    *("166666666.66", "166666666.67", "166666700", "7654321.09", "1000000000000"),
)
DIGITAL = (
    "0",
    "0.04",
    "5000000",
    "9999999.99",
    "10000000",
    "10000000.05",
    "6666666.66",
    "1234567.89",
)
PRINCIPAL = (
    *("0", "3000000", "5000000.01", "9999999.99", "10000000", "50000000", "100000000"),
    *("199999999.99", "200000000", "120000000.37", "1000000000000"),
)
RATES = ("0.5", "1", "2", "2.6", "3.4567", "4.35")
PURPOSES = (
    *("technology_upgrade", "technology_upgrade", "technology_upgrade|supply_chain"),
    *("technology_upgrade|supply_chain", "supply_chain", "technology_upgrade|park_infrastructure"),
    *("technology_upgrade|supply_chain|park_infrastructure", "park_infrastructure"),
)
DATES = ("2025-03-01", "2025-11-30", "2026-01-01", "2026-02-01", "2026-02-01", "2026-06-30")
MEASURES = ("equipment_upgrade", "digital_project", "technology_loan_interest")


def organization(code: str, **columns: str) -> dict[str, str]:
    row = {"uscc": code, "name": "榕", "kind": "enterprise", "county": "350102"}
    return row | {"industry": "C3911", "size": "large", "scaled_on": "2025-05-01"} | columns


def project(key: str, **columns: str) -> dict[str, str]:
    flags = ("municipal_key", "special_bond", "other_fiscal_support", "innovation_centre")
    row = {"project": key, "uscc": OWN, "name": ""} | dict.fromkeys(flags, "false")
    return row | columns


def project_year(name: str, equipment: str = "0", digital: str = "0") -> dict[str, str]:
    return {
        "project": name,
        "year": "2026",
        "equipment_gross": equipment,
        "equipment_net": equipment,
        "digital_net": digital,
        "digital_effective": "true",
    }


def loan(name: str, of_project: str, principal: str, **columns: str) -> dict[str, str]:
    return {
        "loan": name,
        "uscc": OWN,
        "project": of_project,
        "purposes": "technology_upgrade",
        "principal": principal,
        "annual_rate": "2",
        "disbursed_on": "2026-01-01",
        "first_disbursed_on": "2026-01-01",
        "ends_on": "2027-06-01",
        "central_support": "false",
        "other_support": "false",
        "provincial_support": "0",
    } | columns


def grant(measure: str, key: str, amount: str, year: str = "2025") -> dict[str, str]:
    return {"measure": measure, "uscc": OWN, "award_key": key, "year": year, "amount": amount}


def election(name: str, measure: str) -> dict[str, str]:
    return {"project": name, "year": "2026", "measure": measure}


def build(seed: int, projects: bytes, loans: bytes) -> Tables:
    """A row for each byte; rows of the same byte are alike but for their ids."""
    whole = Random(seed)
    own = organization(
        OWN,
        kind=whole.choice(("enterprise", "enterprise", "park")),
        industry=whole.choice(("C3911", "C3911", "B0610", "I6510")),
        scaled_on=whole.choice(("2025-05-01", "2025-05-01", "2019-01-01")),
    )
    tables: Tables = {
        "organizations": [own, *(organization(code) for code in OTHERS)],
        "recognitions": [],
        "projects": [],
        "project_years": [],
        "loans": [],
        "elections": [],
        "history": [],
        "orders": [],
        "budgets": [],
    }
    names = [f"P{number}" for number in range(len(projects))]
    for name, byte in zip(names, projects, strict=True):
        random = Random(seed << 8 | byte)
        rare = random.random()
        tables["projects"].append(
            project(
                name,
                municipal_key=random.choice(("true", "false")),
                special_bond="true" if rare < 0.05 else "false",
            )
        )
        tables["project_years"].append(
            project_year(name, random.choice(EQUIPMENT), random.choice(DIGITAL))
        )
        if random.random() < 0.3:
            tables["elections"].append(election(name, random.choice(MEASURES)))
        if rare > 0.93:
            tables["history"].append(grant(random.choice(MEASURES), name, "1"))
    for number, byte in enumerate(loans):
        random = Random(seed << 9 | byte)
        drawn = random.choice(DATES)
        tables["loans"].append(
            loan(
                f"L{number}",
                random.choice([*names, *names, ""]),
                random.choice(PRINCIPAL),
                purposes=random.choice(PURPOSES),
                annual_rate=random.choice(RATES),
                disbursed_on=drawn,
                first_disbursed_on=random.choice((drawn, "2025-01-15")),
                ends_on=random.choice(("2026-07-15", "2027-01-01", "2028-12-31")),
                central_support="true" if random.random() < 0.15 else "false",
                other_support="true" if random.random() < 0.1 else "false",
                provincial_support="0.01" if random.random() < 0.03 else "0",
            )
        )
    if whole.random() < 0.3:
        tables["history"].append(
            grant("park_loan_interest", "P0", whole.choice(("3500000.01", "5000000")))
        )
    for code in (OWN, *OTHERS) if whole.random() < 0.5 else ():
        tables["orders"].append(
            {
                "order": f"O{code}",
                "uscc": code,
                "signed_on": "2026-04-01",
                "amount": str(whole.randint(1, 10**8)),
            }
        )
    if whole.random() < 0.4:
        tables["recognitions"].append(
            {
                "recognition": "R1",
                "uscc": OWN,
                "kind": "chain_key",
                "recognized_on": "2025-01-01",
            }
        )
    return tables


def organizations(most_projects: int = 5, most_loans: int = 8) -> st.SearchStrategy[Tables]:
    """Small organizations whose elections matter."""
    return st.builds(
        build,
        st.integers(0, 2**32 - 1),
        st.binary(min_size=1, max_size=most_projects),
        st.binary(max_size=most_loans),
    )


def many(seed: int, projects: int, principal: tuple[int, int]) -> Tables:
    """An organization with so many projects; each loan's principal lies between these, in fen."""
    random = Random(seed)
    names = [f"P{number:03}" for number in range(projects)]

    def yuan(low: int, high: int) -> str:
        fen = random.randint(low, high)
        return f"{fen // 100}.{fen % 100:02}"

    loans = []
    for name in names:
        for number in range(random.randint(0, 2)):
            drawn = f"2026-{random.randint(1, 12):02}-{random.randint(1, 28):02}"
            loans.append(
                loan(
                    f"L{name}-{number}",
                    name,
                    yuan(*principal),
                    annual_rate=random.choice(RATES),
                    purposes=random.choice(PURPOSES[:4]),
                    disbursed_on=drawn,
                    first_disbursed_on=drawn,
                )
            )
    return {
        "organizations": [organization(OWN)],
        "projects": [project(name) for name in names],
        "project_years": [
            project_year(name, yuan(500_000_000, 5_000_000_000), yuan(100_000, 400_000_000))
            for name in names
        ],
        "loans": loans,
    }
