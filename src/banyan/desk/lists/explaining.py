"""What an organization meets and lacks of the criteria of lists, in words."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.utils import timezone

from banyan.desk.lists.declared import DeclaredList, Tier, declared_lists
from banyan.desk.lists.models import Entry
from banyan.desk.policy.pack_in_force import pack_in_force
from banyan.desk.policy_pack import adopted_count, declared_pack
from banyan.desk.records.labels import language
from banyan.desk.records.rows import facts_of, schema
from banyan.rules.criteria import Criteria
from banyan.rules.explanation import Finding
from banyan.rules.rows import facts_of_rows
from banyan.rules.standing import Findings, Standing, standings


@dataclass(frozen=True)
class Explained:
    """How one organization stands to a tier: ``findings`` of every criterion, in the pack's order.
    ``near``: all that fails are thresholds, and missed by little."""

    of: DeclaredList
    tier: Tier
    findings: list[Finding]
    near: bool

    @property
    def lacks(self) -> list[Finding]:
        return [one for one in self.findings if one.holds is not True]

    @property
    def state(self) -> str:
        """satisfied, needs, near or far: as an evaluation of all organizations finds it."""
        if any(one.holds is False for one in self.findings):
            return "near" if self.near else "far"
        return "needs" if self.lacks else "satisfied"


def year_of_criteria() -> int:
    """This year, or the nearest in which the policy is in force."""
    years = pack_in_force().years
    return min(max(timezone.localdate().year, years.start), years.stop - 1)


def findings_of(uscc: str) -> Findings:
    """Reads the organization's records. Raises FactsError where they do not hold together."""
    facts = facts_of_rows(schema(), facts_of([uscc]))
    return Findings(pack_in_force(), facts, year_of_criteria(), language())


def lacking(entry: Entry) -> list[str]:
    """The codes of the criteria that the entry's organization fails, or of which a fact is
    missing; empty where the records cannot answer."""
    criteria = entry.declared.tiers[entry.tier].criteria
    if criteria is None:
        return []
    found = findings_of(entry.organization_id).of(entry.organization_id, criteria)
    return [one.code for one in found if one.holds is not True]


def explained_entry(entry: Entry) -> Explained | None:
    """``None`` where the records cannot answer whether it may stay."""
    tier = entry.declared.tiers.get(entry.tier)
    if tier is None or tier.criteria is None:
        return None
    found = findings_of(entry.organization_id).of(entry.organization_id, tier.criteria)
    return Explained(entry.declared, tier, found, near=False)


def explained_all(organization: Any, entries: list[Entry]) -> list[Explained]:
    """Of every list whose criteria the records can answer: of a ladder the tier above the highest
    in which the organization is, else each tier in which it is not."""
    findings = findings_of(organization.pk)
    inside = {(one.list, one.tier): one for one in entries if one.stands}
    asked = [
        (of, tier, tier.criteria)
        for of in declared_lists().values()
        for tier in _next_tiers(of, inside)
        if tier.criteria is not None
    ]
    near = _near(findings, organization.pk, [criteria for _of, _tier, criteria in asked])
    return [
        Explained(of, tier, findings.of(organization.pk, criteria), criteria.code in near)
        for of, tier, criteria in asked
    ]


def _near(findings: Findings, uscc: str, criteria: list[Criteria]) -> set[str]:
    """The codes of the criteria that the organization misses by little."""
    place = findings.facts[schema().organizations]["uscc"].search_sorted(uscc)
    nearness = adopted_count("lists.nearness")
    found = standings(
        pack_in_force(), findings.facts, year_of_criteria(), criteria, nearness=nearness
    )
    return {one.code for one, frame in found if frame["standing"][place] == Standing.NEAR}


def _next_tiers(of: DeclaredList, inside: dict[tuple[str, str], Entry]) -> list[Tier]:
    tiers = list(of.tiers.values())
    if not of.ladder:
        return [tier for tier in tiers if (of.code, tier.code) not in inside]
    held = [place for place, tier in enumerate(tiers) if (of.code, tier.code) in inside]
    above = max(held, default=-1) + 1
    return tiers[above : above + 1]


def criteria_words(of: DeclaredList, tier: str, bits: int) -> list[str]:
    """What the criteria that ``bits`` name ask, in the language of the page."""
    criteria = of.tiers[tier].criteria
    if criteria is None:
        return []
    words = declared_pack().words["criteria"]
    return [
        words[one.code][language()]
        for number, one in enumerate(criteria.conditions)
        if bits >> number & 1
    ]


def lacks_in_words(codes: list[str]) -> list[str]:
    words = declared_pack().words["criteria"]
    return [words[code][language()] for code in codes if code in words]
