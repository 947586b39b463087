"""Budgets as people read them: what was appropriated, and how much of it lies where."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import override

from banyan.desk.funds.ledger import GENERAL
from banyan.desk.funds.models import Balance, Budget, DailyTotal, Pot
from banyan.desk.people.models import Account
from banyan.desk.policy.pack_in_force import pack_in_force
from banyan.desk.records import labels
from banyan.desk.records.models import FACTS


@dataclass(frozen=True)
class Pots:
    """Money in fen: what was appropriated, which is the sum of the others."""

    available: int = 0
    committed: int = 0
    approved: int = 0
    paid: int = 0

    @property
    def appropriated(self) -> int:
        return self.available + self.committed + self.approved + self.paid

    def __add__(self, other: Pots) -> Pots:
        return Pots(
            self.available + other.available,
            self.committed + other.committed,
            self.approved + other.approved,
            self.paid + other.paid,
        )


@dataclass(frozen=True)
class Standing:
    budget: Budget
    pots: Pots

    @property
    def name(self) -> str:
        return name_of(self.budget)

    @property
    def payer(self) -> str:
        return payer_of(self.budget)


def standings(budgets: QuerySet[Budget]) -> list[Standing]:
    """The budgets with what their pots hold, in their order."""
    held: dict[int, dict[str, int]] = {}
    rows = Balance.objects.filter(budget__in=budgets).exclude(pot=Pot.TREASURY)
    for budget, pot, amount in rows.values_list("budget", "pot", "amount"):
        held.setdefault(budget, {})[pot] = amount
    return [Standing(one, Pots(**held.get(one.pk, {}))) for one in budgets]


def together(found: Iterable[Standing]) -> Pots:
    return sum((one.pots for one in found), Pots())


def name_of(budget: Budget) -> str:
    """The measure, or the fund where the budget is for every measure of it."""
    return measure_label(budget.measure) if budget.measure else fund_label(budget.fund)


def payer_of(budget: Budget) -> str:
    return labels.word_label("county", budget.county)


def title_of(budget: Budget) -> str:
    """The budget in one line: its year, what it is for, and who pays."""
    return f"{budget.year} {name_of(budget)} · {payer_of(budget)}"


def title_words(budget: Budget) -> dict[str, str]:
    """The same without the year, in both languages."""
    said = {}
    for language, code in (("zh", "zh-hans"), ("en", "en")):
        with override(code):
            said[language] = f"{name_of(budget)} · {payer_of(budget)}"
    return said


def fund_label(fund: str) -> str:
    return _("General funds") if fund == GENERAL else labels.word_label("fund", fund)


def measure_label(measure: str) -> str:
    return labels.word_label("measure", measure)


def funds() -> list[str]:
    """The funds that a budget may be of: the pack's, and the general one."""
    return [*pack_in_force().funds, GENERAL]


def years_seen(account: Account | None) -> list[int]:
    """The years that have budgets, the latest first."""
    seen = Budget.objects.visible_to(account).order_by("-year")
    return list(seen.values_list("year", flat=True).distinct())


@dataclass(frozen=True)
class Recorded:
    """A fund of the pack as the records have it, by which a run shares it out, beside what the
    ledger appropriated (fen). ``record`` is ``None`` where there is none, and no run is limited."""

    fund: str
    record: Any
    appropriated: int

    @property
    def label(self) -> str:
        return fund_label(self.fund)

    @property
    def unverified(self) -> bool:
        """A run leaves it out."""
        return self.record is not None and self.record.verified_at is None

    @property
    def differs(self) -> bool:
        return self.record is not None and self.record.amount != self.appropriated


def recorded(year: int) -> list[Recorded]:
    """The funds of the pack in that year, by record and by ledger, where either knows of them."""
    model: Any = FACTS["budgets"]
    records = {one.fund: one for one in model.objects.filter(year=year)}
    found = []
    for fund in pack_in_force().funds:
        budgets = standings(Budget.objects.filter(year=year, fund=fund))
        if fund in records or budgets:
            found.append(Recorded(fund, records.get(fund), together(budgets).appropriated))
    return found


def measures_of(budget: Budget, account: Account | None) -> list[str]:
    """The measures of which there are entries of the budget."""
    totals = DailyTotal.objects.visible_to(account).filter(budget=budget).exclude(measure="")
    return sorted(totals.values_list("measure", flat=True).distinct())
