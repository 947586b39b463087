"""Payments for the tests of the dashboard: matched, confirmed, approved, sent, answered."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone
from typing import Any

from banyan.desk.funds.models import Budget
from banyan.desk.matching.models import Match, PayeeAccount
from banyan.desk.payments.models import Batch, PaymentOrder
from banyan.desk.people.models import Account
from banyan.desk.people.roles import Role
from banyan.desk.settlement.models import Award, Line, Run
from desk.making import Making

CHINA = timezone(timedelta(hours=8))
FOUND = datetime(2026, 3, 2, 9, 0, tzinfo=CHINA)


def _officer(name: str) -> Account:
    known = Account.objects.filter(username=name).first()
    return known or Making().account(Role.FINANCE, username=name)


def paid(budget: Budget, code: str, days: tuple[int, int, int, int], **more: Any) -> PaymentOrder:
    """An order that the bank answered; ``days`` after the match it was confirmed, approved, sent
    and answered."""
    county = more.get("county", "350102")
    number = Line.objects.count() + 1
    run, _ = Run.objects.get_or_create(year=2026, state="approved")
    values = {"measure": "srdi", "uscc": code, "subject": str(number), "county": county}
    line = Line.objects.create(
        run=run, number=number, status="granted", gross=100, amount=100, **values
    )
    confirmed, payable, sent, answered = (FOUND + timedelta(days=count) for count in days)
    award = Award.objects.create(
        line=line, budget=budget, year=2026, amount=100, payable_at=payable, **values
    )
    match = Match.objects.create(year=2026, measure="srdi", uscc=code, county=county)
    Match.objects.filter(pk=match.pk).update(found_at=FOUND, answered_at=confirmed)
    maker, checker = (_officer(name) for name in ("maker", "checker"))
    account, _ = PayeeAccount.objects.get_or_create(
        uscc=code, defaults={"holder": "holder", "bank": "bank", "number": "1"}
    )
    batch = Batch.objects.create(
        year=2026,
        county="350100",
        state="sent",
        made_by=maker,
        checked_by=checker,
        checked_at=sent,
        sent_at=sent,
    )
    return PaymentOrder.objects.create(
        batch=batch,
        sequence=1,
        award=award,
        account=account,
        reference=f"R{number}",
        uscc=code,
        holder="holder",
        bank="bank",
        number="1",
        amount=100,
        paid=100,
        state=more.get("state", "paid"),
        answered_at=answered,
    )
