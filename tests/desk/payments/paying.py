"""Makes what the tests of payments need: payable awards with consent and accounts, answers of the
bank."""

from __future__ import annotations

import csv
import itertools
import tempfile
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from django.db.models import F, Sum
from django.utils import timezone

from banyan.desk.audit import Actor
from banyan.desk.funds.ledger import Posting, post, reference_to
from banyan.desk.funds.models import Budget, Entry
from banyan.desk.matching.models import Consent, PayeeAccount
from banyan.desk.payments import actions
from banyan.desk.payments.models import BankFile, Batch, PaymentOrder, Statement
from banyan.desk.payments.payable import Choice
from banyan.desk.people.models import Account
from banyan.desk.people.roles import Role
from banyan.desk.records.models import Organization
from banyan.desk.settlement.models import Award, Line, Run
from desk.making import Making

MEASURE = "srdi"
CHOICE = Choice(2026, "350100")
_serials = itertools.count(1)


def number_of(number: int) -> str:
    """A plausible account number of a company."""
    return f"35{number:017d}"


class Paying:
    """Two finance officers, a budget, a run; each method makes one thing with plain values."""

    def __init__(self, making: Making) -> None:
        self.making = making
        self.first = self._officer("finance-1")
        self.second = self._officer("finance-2")
        self.run, _ = Run.objects.get_or_create(
            year=2026, state=Run.State.APPROVED, note="test", defaults={"made_by": None}
        )
        self.budget, made = Budget.objects.get_or_create(
            year=2026, fund="industry", measure=MEASURE, county="350100"
        )
        if made:
            self._post("appropriation", 10**12, "budget", "appropriation")

    def _officer(self, username: str) -> Actor:
        known = Account.objects.filter(username=username).first()
        return Actor(known or self.making.account(Role.FINANCE, username=username))

    def _post(self, kind: str, amount: int, reference: str, key: str) -> None:
        posting = Posting(Entry.Kind(kind), self.budget, amount, reference, key, MEASURE, "350102")
        post(Actor(), [posting])

    def award(
        self,
        number: int = 1,
        amount: int = 100_000,
        *,
        consent: bool = True,
        account: str | None = PayeeAccount.Check.GOOD,
        measure: str = MEASURE,
        county: str = "350102",
        run: Run | None = None,
    ) -> Award:
        """A payable award of organization ``number``, which has agreed and has an account."""
        code = self.making.credit_code(number)
        if not Organization.objects.filter(pk=code).exists():
            self.making.organization(number, county=county)
        run = run or self.run
        line = Line.objects.create(
            run=run,
            number=run.lines.count() + 1,
            measure=measure,
            uscc=code,
            subject="",
            county=county,
            status="granted",
            gross=amount,
            amount=amount,
        )
        award = Award.objects.create(
            line=line,
            budget=self.budget,
            year=2026,
            measure=measure,
            uscc=code,
            subject="",
            county=county,
            amount=amount,
            state=Award.State.PAYABLE,
            payable_at=timezone.now(),
        )
        for kind in ("commitment", "approval"):
            self._post(kind, amount, reference_to(award), f"{kind} {award.pk}")
        if consent:
            Consent.objects.get_or_create(
                year=2026, measure=measure, uscc=code, defaults={"origin": "match"}
            )
        if account and not PayeeAccount.objects.filter(uscc=code, ended_at=None).exists():
            self.account(number, state=account)
        return award

    def account(self, of: int = 1, *, state: str = "open", **more: Any) -> PayeeAccount:
        """The present account of organization ``of``; the one before ends."""
        code = self.making.credit_code(of)
        PayeeAccount.objects.filter(uscc=code, ended_at=None).update(ended_at=timezone.now())
        values = {
            "holder": Organization.objects.get(pk=code).name,
            "bank": "中国银行福州分行",
            "branch_code": "104391010016",
            "number": number_of(of),
        }
        return PayeeAccount.objects.create(uscc=code, check_state=state, **(values | more))

    def batch(self, **more: Any) -> Batch:
        return actions.draw_up(self.first, Choice(2026, "350100", **more))

    def sent(self, **more: Any) -> Batch:
        """A batch that is with the bank."""
        batch = actions.check_batch(self.second, self.batch(**more))
        return actions.make_file(self.first, batch)

    def answer(self, path: Path, *rows: tuple[str, str, str]) -> BankFile:
        """Has the bank answer (reference, result, yuan), read in and posted."""
        file = actions.receive_file(self.first, written(path, rows), path.name)
        return actions.post_file(self.first, file)


def written(path: Path, rows: Iterable[tuple[str, ...]]) -> Path:
    """A file of results: reference, result, yuan and, where given, the serial."""
    with path.open("w", encoding="utf-8", newline="") as place:
        writer = csv.writer(place)
        writer.writerow(["交易流水号", "业务参考号", "处理结果", "金额", "交易日期", "附言"])
        for reference, outcome, amount, *serial in rows:
            number = serial[0] if serial else f"S{next(_serials):08d}"
            writer.writerow([number, reference, outcome, amount, "2026-11-24", ""])
    return path


LETTER = b"%PDF-1.4\nThe bank says so.\n%%EOF\n"


def letter_on(actor: Actor, order: PaymentOrder, outcome: str) -> Statement:
    """A letter of the bank on the order, entered by ``actor``."""
    with tempfile.NamedTemporaryFile() as place:
        place.write(LETTER)
        place.flush()
        day = timezone.localdate()
        path = Path(place.name)
        return actions.enter_statement(actor, order, outcome, day, "No. 7", path, "letter.pdf")


def only_order(batch: Batch) -> PaymentOrder:
    return batch.orders.get()


def paid_in_ledger() -> int:
    """What the ledger says lies in the pots of what is paid."""
    entries = Entry.objects.order_by()
    into = entries.filter(credit="paid").aggregate(total=Sum("amount"))["total"] or 0
    out = entries.filter(debit="paid").aggregate(total=Sum("amount"))["total"] or 0
    return int(into - out)


def sums() -> tuple[int, int, int]:
    """What is paid by the ledger, by the orders less what was recovered, and by the awards."""
    orders = PaymentOrder.objects.aggregate(total=Sum("paid"))["total"] or 0
    recovered = Entry.objects.filter(kind="recovery").aggregate(total=Sum("amount"))["total"] or 0
    awards = Award.objects.aggregate(total=Sum("paid"))["total"] or 0
    return paid_in_ledger(), orders - recovered, awards


def none_is_overpaid() -> bool:
    over = Award.objects.filter(amount__lt=F("paid") + F("reduced"))
    return not over.exists() and not PaymentOrder.objects.filter(paid__gt=F("amount")).exists()
