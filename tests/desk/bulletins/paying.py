"""Money on its way for the tests of bulletins: a line, its award, its payment order, and what the
ledger says of them."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.utils import timezone

from banyan.desk.audit import Actor
from banyan.desk.funds.ledger import CITY, Posting, post, reference_to
from banyan.desk.funds.models import Budget, Entry
from banyan.desk.payments.models import Batch, PaymentOrder
from banyan.desk.people.models import Account
from banyan.desk.people.roles import Role
from banyan.desk.settlement.models import Award, Line, Run
from desk.making import Making

YEAR = 2026
MONEY = 10**12

Kind = Entry.Kind


def today() -> date:
    return timezone.localdate()


def somebody(making: Making, role: Role, username: str, **more: Any) -> Account:
    known = Account.objects.filter(username=username).first()
    return known or making.account(role, username=username, **more)


def budget() -> Budget:
    made, new = Budget.objects.get_or_create(year=YEAR, fund="general", measure="", county=CITY)
    if new:
        post(Actor(), [Posting(Kind.APPROPRIATION, made, MONEY, "test 1", f"money {made.pk}")])
    return made


class Paying:
    """Awards of one run, in fen."""

    def __init__(self) -> None:
        self.run = Run.objects.create(year=YEAR)
        self.batch = Batch.objects.create(year=YEAR, county=CITY)
        self.budget = budget()
        self.lines = 0

    def award(
        self,
        county: str,
        measure: str,
        approved: int,
        paid: int = 0,
        uscc: str = "91350100MA00000016",
        **moved: int,
    ) -> Award:
        """Approved, and so much of it paid by one order; ``moved`` are further entries by kind."""
        self.lines += 1
        line = Line.objects.create(
            run=self.run,
            number=self.lines,
            measure=measure,
            uscc=uscc,
            subject=f"S{self.lines}",
            county=county,
            status="granted",
            gross=approved,
            amount=approved,
        )
        award = Award.objects.create(
            line=line,
            budget=self.budget,
            year=YEAR,
            measure=measure,
            uscc=uscc,
            subject=line.subject,
            county=county,
            amount=approved,
            paid=paid,
            state=Award.State.PAYABLE,
        )
        steps = [(Kind.COMMITMENT, approved, award), (Kind.APPROVAL, approved, award)]
        if paid:
            order = PaymentOrder.objects.create(
                batch=self.batch,
                award=award,
                reference=f"FZ2026-{self.run.pk}-{self.lines}",
                uscc=uscc,
                holder="福州机械",
                bank="福州银行",
                number="6222000000000001",
                amount=paid,
                paid=paid,
                state=PaymentOrder.State.PAID,
            )
            steps.append((Kind.PAYMENT, paid, order))
        steps += [(Kind(kind), amount, award) for kind, amount in moved.items()]
        for place, (kind, amount, row) in enumerate(steps):
            reference = reference_to(row)
            key = f"{reference} {kind} {place}"
            post(Actor(), [Posting(kind, self.budget, amount, reference, key, measure, county)])
        return award
