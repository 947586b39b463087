"""From a figure down: the ledger's entries that it adds up, each with its payment order, its award
and the line of the run that the award came of."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.http import QueryDict
from django.urls import reverse

from banyan.desk.bulletins.composing import group_name
from banyan.desk.bulletins.figures import (
    entries_behind,
    hidden_behind,
    signed_amount,
    split_code,
)
from banyan.desk.funds.models import Entry
from banyan.desk.payments.models import PaymentOrder, Recovery
from banyan.desk.people.models import Account
from banyan.desk.records.models import Organization
from banyan.desk.settlement.models import Award
from banyan.desk.ui.paging import Page, page_of


@dataclass(frozen=True)
class Movement:
    """One entry. ``amount`` (fen) with the sign with which the figure counts it; ``orders`` are
    payment orders as (reference, address); ``line`` is the address of the run's line."""

    entry: Entry
    day: date
    amount: int
    measure: str
    county: str
    uscc: str
    organization: str
    orders: list[tuple[str, str]]
    line: str


@dataclass(frozen=True)
class Behind:
    """A page of what is behind a figure, as far as the reader may see it. ``hidden`` says how many
    entries of others there are beside."""

    page: Page[Entry]
    movements: list[Movement]
    hidden: int


def payments_behind(
    account: Account | None, content: dict[str, Any], code: str, query: QueryDict, language: str
) -> Behind:
    """The page that ``query`` asks for of the entries behind a figure, the newest first. Raises
    KeyError for no figure."""
    page = page_of(entries_behind(content, code).visible_to(account), query, "-id")
    movements = _movements(account, page.rows, split_code(code)[2], language)
    return Behind(page, movements, hidden_behind(content, code, account))


def _movements(
    account: Account | None, entries: Collection[Entry], quantity: str, language: str
) -> list[Movement]:
    awards, orders = _named_by(entries)
    names = dict(
        Organization.objects.visible_to(account)
        .filter(uscc__in={award.uscc for award in awards.values()})
        .values_list("uscc", "name")
    )
    found = []
    for entry in entries:
        award = awards.get(entry.reference)
        of_award = orders.get(entry.reference, [])
        found.append(
            Movement(
                entry=entry,
                day=entry.made_on,
                amount=signed_amount(entry.kind, entry.amount, quantity),
                measure=group_name("measure", entry.measure, language),
                county=group_name("county", entry.county, language),
                uscc=award.uscc if award else "",
                organization=names.get(award.uscc, "") if award else "",
                orders=[(one, reverse("payments:order", args=[one])) for one in of_award],
                line=reverse("settlement:line", args=[award.line.run_id, award.line.number])
                if award
                else "",
            )
        )
    return found


def _named_by(entries: Iterable[Entry]) -> tuple[dict[str, Award], dict[str, list[str]]]:
    """The award that each reference of the ledger leads to, and its payment orders: an entry is
    about an award, or about an order or a recovery of one."""
    keys: dict[str, set[int]] = defaultdict(set)
    for entry in entries:
        label, _, key = entry.reference.partition(" ")
        if key.isdecimal():
            keys[label].add(int(key))
    labels = {model: model._meta.label_lower for model in (Award, PaymentOrder, Recovery)}
    of_reference: dict[str, int] = {f"{labels[Award]} {key}": key for key in keys[labels[Award]]}
    orders: dict[str, list[str]] = {}
    for order in PaymentOrder.objects.filter(pk__in=keys[labels[PaymentOrder]]):
        reference = f"{labels[PaymentOrder]} {order.pk}"
        of_reference[reference] = order.award_id
        orders[reference] = [order.reference]
    for recovery in Recovery.objects.filter(pk__in=keys[labels[Recovery]]):
        of_reference[f"{labels[Recovery]} {recovery.pk}"] = recovery.award_id
    awards = Award.objects.select_related("line").in_bulk(set(of_reference.values()))
    of_award: dict[int, list[str]] = defaultdict(list)
    for award, order_reference in PaymentOrder.objects.filter(award__in=awards).values_list(
        "award", "reference"
    ):
        of_award[award].append(order_reference)
    for named, award_key in of_reference.items():
        orders.setdefault(named, of_award[award_key])
    return (
        {reference: awards[key] for reference, key in of_reference.items() if key in awards},
        orders,
    )
