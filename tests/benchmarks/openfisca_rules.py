"""Three measures of the notice as an OpenFisca system, to be timed beside Banyan.

``equipment_upgrade``, ``cloud_software`` and ``technology_loan_interest`` with their conditions,
routes, uplift and caps, but without the choices between them. OpenFisca knows one kind of person
and groups of persons: here a person is a *fact* (a project's year, a loan, a recognition), and
organizations and projects are groups of facts. Money is in yuan, floored to the fen; OpenFisca
keeps it as float32.
"""

from __future__ import annotations

from datetime import date

import numpy
from openfisca_core.entities import build_entity
from openfisca_core.indexed_enums import Enum
from openfisca_core.parameters import ParameterNode
from openfisca_core.periods import DateUnit
from openfisca_core.taxbenefitsystems import TaxBenefitSystem
from openfisca_core.variables import Variable

FACT = build_entity("fact", "facts", "A project's year, a loan or a recognition", is_person=True)
ORGANIZATION = build_entity(
    "organization",
    "organizations",
    "An organization with its facts",
    roles=[{"key": "upgrade"}, {"key": "loan"}, {"key": "recognition"}],
)
PROJECT = build_entity(
    "project",
    "projects",
    "A project with its year and its loans; the last one gathers the facts of no project",
    roles=[{"key": "upgrade"}, {"key": "loan"}, {"key": "unrelated"}],
)
UPGRADE, LOAN, RECOGNITION = range(3)
"""The roles in an organization, by their place."""
UNRELATED = 2
"""The role in the group of no project; the others are as in an organization."""


class Size(Enum):
    large = "large"
    medium = "medium"
    small = "small"
    micro = "micro"
    unknown = "not given"


class Section(Enum):
    """Sections of industries that the three measures tell apart."""

    mining = "B"
    manufacturing = "C"
    energy = "D"
    other = "another, or not given"


class RecognitionKind(Enum):
    srdi = "srdi"
    little_giant = "little_giant"
    chain_key = "chain_key"
    other = "no recognition"


class Level(Enum):
    national = "national"
    provincial = "provincial"
    municipal = "municipal"
    unknown = "not given"


def _given(name, entity, value_type, period=DateUnit.ETERNITY):
    """A variable that is an input only."""
    content = {"value_type": value_type, "entity": entity, "definition_period": period}
    if issubclass(value_type, Enum):
        content |= {
            "value_type": Enum,
            "possible_values": value_type,
            "default_value": list(value_type)[-1],
        }
    return type(name, (Variable,), content)


INPUTS = (
    _given("county", ORGANIZATION, int),
    _given("section", ORGANIZATION, Section),
    _given("size", ORGANIZATION, Size),
    _given("scaled_on", ORGANIZATION, date),
    _given("software_cost", ORGANIZATION, float, DateUnit.YEAR),
    _given("municipal_key", PROJECT, bool),
    _given("special_bond", PROJECT, bool),
    _given("other_fiscal_support", PROJECT, bool),
    _given("innovation_centre", PROJECT, bool),
    _given("subject_order", FACT, int),
    _given("equipment_gross", FACT, float, DateUnit.YEAR),
    _given("equipment_net", FACT, float, DateUnit.YEAR),
    _given("principal", FACT, float),
    _given("annual_rate", FACT, float),
    _given("disbursed_on", FACT, date),
    _given("first_disbursed_on", FACT, date),
    _given("ends_on", FACT, date),
    _given("central_support", FACT, bool),
    _given("provincial_support", FACT, float),
    _given("kind", FACT, RecognitionKind),
    _given("level", FACT, Level),
    _given("recognized_on", FACT, date),
    _given("expires_on", FACT, date),
)


def floor_to_fen(yuan):
    return numpy.floor(yuan * 100) / 100


def what_is_left(limit, wanted, group, *order):
    """What each gets of the limit of its group, which is used up in the order given."""
    by = numpy.lexsort((*reversed(order), group))
    wish = numpy.minimum(wanted, limit)[by].astype(numpy.float64)
    before = numpy.cumsum(wish) - wish
    first = numpy.flatnonzero(numpy.diff(group[by], prepend=-1))
    before -= numpy.repeat(before[first], numpy.diff(first, append=len(by)))
    left = numpy.empty_like(wish)
    left[by] = numpy.clip(limit - before, 0, wish)
    return left


def year_of(dates):
    return dates.astype("datetime64[Y]").astype(int) + 1970


def years_after(dates, years):
    """The anniversary; that of 29 February is 28 February."""
    month = dates.astype("datetime64[M]")
    moved = month + 12 * years
    last = (moved + 1).astype("datetime64[D]") - 1
    return numpy.minimum(moved.astype("datetime64[D]") + (dates - month), last)


FORMULAS = []


def _yearly(entity, value_type):
    """Makes a function the formula of a variable of its name, a value for each year."""

    def variable(formula):
        content = {"value_type": value_type, "entity": entity, "formula": formula}
        content |= {"definition_period": DateUnit.YEAR, "__doc__": formula.__doc__}
        FORMULAS.append(type(formula.__name__, (Variable,), content))
        return formula

    return variable


@_yearly(ORGANIZATION, bool)
def local(organization, period, parameters):
    return numpy.isin(organization("county", period), parameters(period).counties)


@_yearly(ORGANIZATION, bool)
def industrial(organization, period):
    return organization("section", period) != Section.other


@_yearly(ORGANIZATION, bool)
def small_or_medium(organization, period):
    size = organization("size", period)
    return (size == Size.medium) | (size == Size.small) | (size == Size.micro)


@_yearly(ORGANIZATION, bool)
def newly_scaled(organization, period, parameters):
    scaled = year_of(organization("scaled_on", period))
    year = period.start.year
    return (scaled >= year - parameters(period).newly_scaled_years) & (scaled <= year)


@_yearly(FACT, bool)
def held(fact, period):
    """A recognition that is held at some time of the year."""
    recognized = year_of(fact("recognized_on", period)) <= period.start.year
    return recognized & (fact("expires_on", period) > numpy.datetime64(str(period.start)))


@_yearly(ORGANIZATION, bool)
def specialized(organization, period):
    """Holds srdi of the province or the nation, or little_giant."""
    kind = organization.members("kind", period)
    level = organization.members("level", period)
    high = (level == Level.provincial) | (level == Level.national)
    counts = ((kind == RecognitionKind.srdi) & high) | (kind == RecognitionKind.little_giant)
    held = organization.members("held", period)
    return organization.any(counts & held, role=ORGANIZATION.RECOGNITION)


@_yearly(ORGANIZATION, float)
def chain_factor(organization, period, parameters):
    key = organization.members("kind", period) == RecognitionKind.chain_key
    held = organization.members("held", period)
    holds = organization.any(key & held, role=ORGANIZATION.RECOGNITION)
    lifted = holds & (organization("section", period) == Section.manufacturing)
    return numpy.where(lifted, parameters(period).chain_uplift, 1)


@_yearly(PROJECT, bool)
def provincial_interest_support(project, period):
    supported = project.members("provincial_support", period) > 0
    return project.any(supported, role=PROJECT.LOAN)


@_yearly(FACT, int)
def equipment_upgrade_route(fact, period, parameters):
    """The first route met, from 1; 0 for none."""
    rules = parameters(period).equipment
    gross, net = fact("equipment_gross", period), fact("equipment_net", period)
    specialized = fact.organization("specialized", period) & fact.organization(
        "small_or_medium", period
    )
    newly_scaled = fact.organization("newly_scaled", period)
    routes = [
        gross >= rules.threshold,
        specialized & (net >= rules.threshold_srdi),
        newly_scaled & (gross >= rules.threshold_newly_scaled),
    ]
    return numpy.select(routes, [1, 2, 3], 0)


@_yearly(FACT, bool)
def equipment_upgrade_eligible(fact, period):
    centre = fact.project("innovation_centre", period)
    return (
        fact.has_role(ORGANIZATION.UPGRADE)
        & fact.organization("local", period)
        & (fact.organization("industrial", period) | centre)
        & ~fact.project("special_bond", period)
        & ~(centre & fact.project("other_fiscal_support", period))
        & ~fact.project("provincial_interest_support", period)
        & (fact("equipment_upgrade_route", period) > 0)
    )


@_yearly(FACT, float)
def equipment_upgrade_gross(fact, period, parameters):
    rate = parameters(period).equipment.rate
    amount = rate * fact("equipment_net", period) * fact.organization("chain_factor", period)
    return floor_to_fen(amount) * fact("equipment_upgrade_eligible", period)


@_yearly(FACT, float)
def equipment_upgrade(fact, period, parameters):
    return what_is_left(
        parameters(period).equipment.cap,
        fact("equipment_upgrade_gross", period),
        fact.organization.members_entity_id,
        fact("subject_order", period),
    )


@_yearly(FACT, int)
def technology_loan_days(fact, period, parameters):
    """Days of the year that bear interest."""
    window = years_after(
        fact("first_disbursed_on", period), parameters(period).technology_loan.years
    )
    year = numpy.datetime64(str(period.start.year), "Y")
    first = numpy.maximum(fact("disbursed_on", period), year.astype("datetime64[D]"))
    end = numpy.minimum(fact("ends_on", period), window)
    end = numpy.minimum(end, (year + 1).astype("datetime64[D]"))
    return numpy.maximum((end - first).astype(int), 0)


@_yearly(FACT, bool)
def technology_loan_interest_eligible(fact, period):
    return (
        fact.has_role(PROJECT.LOAN)
        & fact.organization("local", period)
        & fact.organization("industrial", period)
        & ~fact.project("special_bond", period)
        & ~fact.project("provincial_interest_support", period)
        & (fact("technology_loan_days", period) > 0)
    )


@_yearly(FACT, float)
def technology_loan_rate(fact, period, parameters):
    """What a yuan of principal earns in the year."""
    rules = parameters(period).technology_loan
    central = fact("central_support", period) & fact.project("municipal_key", period)
    rate = numpy.where(central, rules.rate_central, rules.rate)
    rate = numpy.minimum(rate, fact("annual_rate", period))
    return rate * fact("technology_loan_days", period) / rules.days_in_year


@_yearly(FACT, float)
def technology_loan_interest_gross(fact, period):
    amount = fact("principal", period) * fact("technology_loan_rate", period)
    return floor_to_fen(amount) * fact("technology_loan_interest_eligible", period)


@_yearly(FACT, float)
def technology_loan_interest(fact, period, parameters):
    eligible = fact("technology_loan_interest_eligible", period)
    counted = what_is_left(
        parameters(period).technology_loan.principal,
        fact("principal", period) * eligible,
        fact.organization.members_entity_id,
        fact("disbursed_on", period),
        fact("subject_order", period),
    )
    return floor_to_fen(counted * fact("technology_loan_rate", period))


@_yearly(ORGANIZATION, bool)
def cloud_software_eligible(organization, period):
    return (
        (organization("software_cost", period) > 0)
        & organization("local", period)
        & organization("industrial", period)
        & organization("small_or_medium", period)
    )


@_yearly(ORGANIZATION, float)
def cloud_software_gross(organization, period, parameters):
    amount = parameters(period).cloud_software.rate * organization("software_cost", period)
    lifted = floor_to_fen(amount * organization("chain_factor", period))
    return lifted * organization("cloud_software_eligible", period)


@_yearly(ORGANIZATION, float)
def cloud_software(organization, period, parameters):
    gross = organization("cloud_software_gross", period)
    return numpy.minimum(gross, parameters(period).cloud_software.cap)


def system(parameters) -> TaxBenefitSystem:
    """The three measures with ``parameters``, a tree of values that hold from 2026 on."""
    made = TaxBenefitSystem([FACT, ORGANIZATION, PROJECT])
    made.add_variables(*INPUTS, *FORMULAS)
    made.parameters = ParameterNode("", data=parameters)
    return made
