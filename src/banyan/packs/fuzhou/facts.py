"""The facts that the notice needs: tables, columns, and what must hold between them."""

from __future__ import annotations

from banyan.rules.schema import (
    AtMost,
    Column,
    Constant,
    LaterThan,
    SameOwner,
    Schema,
    Table,
    Type,
    WordsWhen,
)

ORGANIZATION_KINDS = ("enterprise", "park", "association", "institution", "department", "county")
SIZES = ("large", "medium", "small", "micro")
LEVELS = ("national", "provincial", "municipal")
RECOGNITION_KINDS = (
    "technology_centre",
    "design_centre",
    "innovative_product",
    "first_set_equipment",
    "innovation_demonstration",
    "single_champion",
    "innovation_centre",
    "digital_benchmark",
    "transformation_case",
    "digital_park",
    "factory_5g",
    "software_honour",
    "secure_product",
    "industrial_software",
    "open_source_community",
    "open_source_project",
    "little_giant",
    "srdi",
    "innovative_sme",
    "sme_cluster",
    "chain_key",
    "task_list_award",
    "county_cultivation",
)
SOFTWARE_HONOURS = ("revenue_100", "competitiveness_100", "internet_100")
LOAN_PURPOSES = (
    "supply_chain",
    "technology_upgrade",
    "park_infrastructure",
    "software_technology",
    "software_tax",
    "software_procurement",
)
EVENT_KINDS = (
    "competition",
    "finance_matching",
    "supplier_conference",
    "supply_demand",
    "exhibition",
)
EXPO_SCOPES = ("national", "regional", "other")
COUNTIES = {
    "350102": "鼓楼",
    "350103": "台江",
    "350104": "仓山",
    "350105": "马尾",
    "350111": "晋安",
    "350112": "长乐",
    "350121": "闽侯",
    "350122": "连江",
    "350123": "罗源",
    "350124": "闽清",
    "350125": "永泰",
    "350181": "福清",
    "350100": "福州市",
}


def _id(name: str) -> Column:
    return Column(name, Type.ID)


def _organization(name: str = "uscc") -> Column:
    return Column(name, Type.CREDIT_CODE, references="organizations")


def _money(name: str, optional: bool = False, assessor: str = "") -> Column:
    return Column(name, Type.MONEY, optional=optional, assessor=assessor)


def _truth(name: str, assessor: str = "") -> Column:
    return Column(name, Type.TRUTH, assessor=assessor)


def _date(name: str, optional: bool = False) -> Column:
    return Column(name, Type.DATE, optional=optional)


def _count(name: str, assessor: str = "") -> Column:
    return Column(name, Type.COUNT, assessor=assessor)


YEAR = Column("year", Type.YEAR)

SCHEMA = Schema(
    tables=(
        Table(
            "organizations",
            key=("uscc",),
            row_of="organization",
            columns=(
                Column("uscc", Type.CREDIT_CODE),
                Column("name", Type.ID),
                Column("kind", Type.WORD, words=ORGANIZATION_KINDS, plain="enterprise"),
                Column(
                    "county",
                    Type.ID,
                    pattern="[0-9]{6}",
                    expected="a county code of 6 digits",
                    plain="350102",
                ),
                Column(
                    "industry",
                    Type.TEXT,
                    optional=True,
                    pattern="[A-T][0-9]{1,4}",
                    expected="an industry of GB/T 4754-2017: section letter and digits",
                ),
                Column("size", Type.WORD, optional=True, words=SIZES),
                _date("scaled_on", optional=True),
            ),
        ),
        Table(
            "recognitions",
            key=("recognition",),
            columns=(
                _id("recognition"),
                _organization(),
                Column("kind", Type.WORD, words=RECOGNITION_KINDS),
                Column("level", Type.WORD, optional=True, words=LEVELS),
                Column("subject", Type.TEXT, optional=True),
                _date("recognized_on"),
                _date("expires_on", optional=True),
                Column("rank", Type.COUNT, optional=True, minimum=1),
                Column("score", Type.COUNT, optional=True, assessor="experts"),
                _money("provincial_award", optional=True),
                _money("assessed_award", optional=True, assessor="city"),
            ),
            rules=(
                LaterThan("expires_on", than="recognized_on"),
                WordsWhen("subject", when="kind", equals="software_honour", words=SOFTWARE_HONOURS),
            ),
        ),
        Table(
            "projects",
            key=("project",),
            row_of="project",
            columns=(
                _id("project"),
                _organization(),
                Column("name", Type.TEXT, optional=True),
                _truth("municipal_key", assessor="city"),
                _truth("special_bond"),
                _truth("other_fiscal_support"),
                _truth("innovation_centre"),
            ),
        ),
        Table(
            "project_years",
            key=("project", "year"),
            owner="project",
            columns=(
                Column("project", Type.ID, references="projects"),
                YEAR,
                _money("equipment_gross"),
                _money("equipment_net"),
                _money("digital_net"),
                _truth("digital_effective", assessor="city"),
            ),
            rules=(AtMost("equipment_net", bound="equipment_gross"),),
        ),
        Table(
            "loans",
            key=("loan",),
            row_of="loan",
            columns=(
                _id("loan"),
                _organization(),
                Column("project", Type.ID, optional=True, references="projects"),
                Column("purposes", Type.WORDS, words=LOAN_PURPOSES),
                _money("principal"),
                Column("annual_rate", Type.PERCENT),
                _date("disbursed_on"),
                _date("first_disbursed_on"),
                _date("ends_on"),
                _truth("central_support"),
                _truth("other_support"),
                _money("provincial_support"),
            ),
            rules=(
                AtMost("first_disbursed_on", bound="disbursed_on"),
                LaterThan("ends_on", than="disbursed_on"),
                SameOwner("project"),
            ),
        ),
        Table(
            "platforms",
            key=("platform", "year"),
            columns=(
                _id("platform"),
                _organization(),
                YEAR,
                _money("investment_net"),
                _truth("accepted", assessor="city"),
            ),
            rules=(Constant("uscc", by="platform"),),
        ),
        Table(
            "cloud_years",
            key=("uscc", "year"),
            columns=(
                _organization(),
                YEAR,
                _count("devices"),
                _money("software_cost"),
                _money("infrastructure_cost"),
            ),
        ),
        Table(
            "centre_years",
            key=("uscc", "year"),
            columns=(_organization(), YEAR, _money("external_service_income")),
        ),
        Table(
            "collaborations",
            key=("collaboration",),
            columns=(
                _id("collaboration"),
                _organization(),
                YEAR,
                _money("paid"),
                _truth("industrialized"),
                _count("score", assessor="experts"),
            ),
        ),
        Table(
            "software_projects",
            key=("project", "year"),
            columns=(
                _id("project"),
                _organization(),
                YEAR,
                _truth("national_major"),
                _money("total_investment"),
            ),
            rules=(Constant("uscc", by="project"),),
        ),
        Table(
            "events",
            key=("event",),
            columns=(
                _id("event"),
                Column("kind", Type.WORD, words=EVENT_KINDS),
                _organization(),
                _date("held_on"),
                _money("cost"),
                _count("enterprises"),
                _count("banks"),
                _truth("in_plan", assessor="city"),
                _count("score", assessor="experts"),
                _money("provincial_award"),
                _money("assessed_award", assessor="city"),
            ),
        ),
        Table(
            "expos",
            key=("expo",),
            row_of="expo",
            columns=(
                _id("expo"),
                _organization(),
                _date("held_on"),
                Column("scope", Type.WORD, words=EXPO_SCOPES),
                _truth("canton_fair"),
                _truth("priority_cluster", assessor="city"),
                _count("plan_rank", assessor="city"),
            ),
        ),
        Table(
            "booths",
            key=("expo", "uscc"),
            columns=(
                Column("expo", Type.ID, references="expos"),
                _organization(),
                _money("booth_fee"),
            ),
        ),
        Table(
            "orders",
            key=("order",),
            columns=(_id("order"), _organization(), _date("signed_on"), _money("amount")),
        ),
        Table(
            "elections",
            key=("project", "year"),
            owner="project",
            columns=(
                Column("project", Type.ID, references="projects"),
                YEAR,
                Column("measure", Type.WORD, vocabulary="project_choice"),
            ),
        ),
        Table(
            "budgets",
            key=("year", "fund"),
            columns=(YEAR, Column("fund", Type.WORD, vocabulary="funds"), _money("amount")),
        ),
        Table(
            "history",
            key=(),
            columns=(
                Column("measure", Type.WORD, vocabulary="measures"),
                Column("uscc", Type.CREDIT_CODE),
                _id("award_key"),
                YEAR,
                _money("amount"),
            ),
        ),
    ),
)
"""``vocabularies`` (measures, funds, the choice of a project) are bound when the pack loads."""
