"""The money of the demo: what its people have done with it before somebody looks.

Budgets stand, a first run is approved, matches wait for ``enterprise``, and
``enterprise2`` was paid. All of it by the actions that people use, so that the way to the bank can
be walked from there, and followed back.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

from banyan.desk.audit import Actor, action, log
from banyan.desk.audit.models import Entry
from banyan.desk.bulletins.actions import draft_bulletin
from banyan.desk.bulletins.models import Draft
from banyan.desk.funds.actions import confirm_change, propose_change
from banyan.desk.funds.ledger import CITY, GENERAL
from banyan.desk.funds.models import BudgetChange
from banyan.desk.matching import actions as matching
from banyan.desk.matching.consenting import AccountGiven
from banyan.desk.matching.models import Match, Matching, PayeeAccount
from banyan.desk.matching.tasks import search_matches
from banyan.desk.payments import actions as payments
from banyan.desk.payments.models import BankFile, Batch
from banyan.desk.payments.payable import Choice
from banyan.desk.payments.sample import sample_of
from banyan.desk.people.access import require
from banyan.desk.people.models import Account
from banyan.desk.records.models import FACTS, Organization, Representation
from banyan.desk.settlement.actions.notices import approve, open_notice
from banyan.desk.settlement.actions.runs import start_run
from banyan.desk.settlement.models import Run
from banyan.desk.settlement.tasks import compute_run
from banyan.rules.credit_code import ALPHABET

GENERAL_BUDGET = 10**11
"""Fen: a billion yuan, more than the made-up city can be given."""

AT_ONCE = 200


DONE = "operations.set_up_demo_money"


def set_up(year: int, today: date) -> None:
    """Does what has not been done yet, step by step; one that was killed goes on where it was. What
    the users of the demo make of it afterwards is theirs."""
    if Entry.objects.filter(action=DONE).exists():
        return
    people = {one.username: Actor(one) for one in Account.objects.select_related("unit")}
    for step in (_budgets, _run, _matches, _payment, _bulletin):
        step(people, year, today)
    finish(Actor(), year)


@action(DONE)
def finish(actor: Actor, year: int) -> None:
    """Says that the money of the demo is set up, so that no start does it again."""
    require(actor)
    log("demo", after={"year": year})


def _budgets(people: dict[str, Actor], year: int, today: date) -> None:
    records: Any = FACTS["budgets"].objects
    recorded = records.filter(year=year).values_list("fund", "amount")
    wanted = {GENERAL: GENERAL_BUDGET, **dict(recorded)}
    for fund, amount in wanted.items():
        changes = BudgetChange.objects.filter(budget__year=year, budget__fund=fund)
        change = changes.first() or propose_change(
            people["finance"], year, fund, "", CITY, amount, "年初预算"
        )
        if change.state == BudgetChange.State.PROPOSED:
            confirm_change(people["finance2"], change)


def _run(people: dict[str, Actor], year: int, today: date) -> None:
    run = Run.objects.filter(year=year).first()
    if run is None:
        run = start_run(people["city"], year, "演示")
    if run.state == Run.State.COMPUTING:
        compute_run.call(run.pk)
        run.refresh_from_db()
    if run.state == Run.State.DRAFT:
        run = open_notice(people["city"], run)
    if run.state == Run.State.NOTICED:
        approve(people["city2"], run)


def _matches(people: dict[str, Actor], year: int, today: date) -> None:
    if not Matching.objects.filter(year=year).exists():
        matching.match(people["city"], year)
    if not Match.objects.filter(year=year).exists():
        search_matches.call(year)
    represented = Representation.objects.values("organization_id")
    ours = Match.objects.filter(year=year, uscc__in=represented)
    held = ours.filter(state=Match.State.HELD).values_list("pk", flat=True)
    for numbers in _pieces(list(held)):
        matching.release(people["city"], numbers, "已核对")
    found = ours.filter(state=Match.State.FOUND).values_list("pk", flat=True)
    for numbers in _pieces(list(found)):
        matching.tell(people["city"], numbers)


def _payment(people: dict[str, Actor], year: int, today: date) -> None:
    actor = people["enterprise2"]
    uscc = Representation.objects.get(account=actor.account).organization_id
    told = Match.objects.filter(year=year, uscc=uscc, state=Match.State.TOLD)
    if told.exists():
        matching.confirm(actor, uscc, list(told.values_list("pk", flat=True)), _account(uscc))
    waiting = PayeeAccount.objects.filter(uscc=uscc, check_state=PayeeAccount.Check.OPEN)
    numbers = list(waiting.values_list("pk", flat=True))
    if numbers:
        payments.mark_accounts(people["finance"], numbers, good=True)
    batch = Batch.objects.first() or payments.draw_up(people["finance"], Choice(year, CITY), "演示")
    if batch.state == Batch.State.DRAFT:
        batch = payments.check_batch(people["finance2"], batch)
    if batch.state == Batch.State.CHECKED:
        batch = payments.make_file(people["finance"], batch)
    file = BankFile.objects.first() or _answer(people["finance"], batch, today)
    if file.state == BankFile.State.RECEIVED:
        payments.post_file(people["finance"], file)


def _answer(actor: Actor, batch: Batch, today: date) -> BankFile:
    """The file of a bank that took the batch."""
    with tempfile.TemporaryDirectory() as place:
        path = Path(place) / "bank.csv"
        path.write_bytes(sample_of(batch, today))
        return payments.receive_file(actor, path, f"回盘-{today:%Y%m%d}.csv")


def _account(uscc: str) -> AccountGiven:
    """An account that could be one: of its organization, with a number that follows from its
    credit code."""
    number = "35" + "".join(f"{ALPHABET.index(letter):02d}" for letter in uscc[-8:])
    name = Organization.objects.values_list("name", flat=True).get(pk=uscc)
    return AccountGiven(name, "榕荫示范银行福州分行", number)


def _bulletin(people: dict[str, Actor], year: int, today: date) -> None:
    if not Draft.objects.exists():
        draft_bulletin(people["supervisor"], year, today)


def _pieces(numbers: list[int]) -> Iterator[list[int]]:
    return (numbers[start : start + AT_ONCE] for start in range(0, len(numbers), AT_ONCE))
