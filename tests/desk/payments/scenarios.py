"""How each action of payments is called, and what its routes name."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

from django.utils import timezone

from banyan.desk.audit import Actor, Origin
from banyan.desk.payments import actions, queue
from banyan.desk.payments.models import (
    BankFile,
    BankResult,
    Batch,
    PaymentOrder,
    Recovery,
    Statement,
)
from banyan.desk.settlement.models import Award, Line
from desk.making import Making
from desk.payments.paying import Paying, letter_on, only_order, written


def drawn_up(making: Making) -> Batch:
    paying = Paying(making)
    paying.award(1)
    return paying.batch()


def checked(making: Making) -> Batch:
    return actions.check_batch(Paying(making).second, drawn_up(making))


def sent(making: Making) -> Batch:
    return actions.make_file(Paying(making).first, checked(making))


def received(making: Making, reference: str = "") -> BankFile:
    """A file that pays the only order, or one that nobody knows."""
    order = only_order(sent(making))
    with tempfile.TemporaryDirectory() as folder:
        rows = [(reference or order.reference, "成功", "1000")]
        path = written(Path(folder) / "bank.csv", rows)
        return actions.receive_file(Paying(making).first, path, path.name)


def posted(making: Making, reference: str = "") -> BankFile:
    return actions.post_file(Paying(making).first, received(making, reference))


def doubtful(making: Making) -> BankResult:
    return posted(making, "NOBODY").results.get()


def proposed(making: Making) -> Recovery:
    posted(making)
    return actions.propose_recovery(Paying(making).first, Award.objects.get(), 400, "too much")


def demanded(making: Making) -> Recovery:
    return actions.confirm_recovery(Paying(making).second, proposed(making))


def difference(making: Making) -> None:
    posted(making)
    award = Award.objects.get()
    line = Line.objects.get()
    from banyan.desk.people.roles import Role

    actions.demand_difference(making.actor(Role.CITY, username="approver"), line, award, 100)


def queued(making: Making) -> None:
    Paying(making).award(1, account="open")
    queue.queue_accounts(Actor(origin=Origin("task")))


def entered(making: Making) -> Statement:
    """A letter that the only order was not paid."""
    return letter_on(Paying(making).first, only_order(sent(making)), "failed")


def asked(making: Making) -> None:
    sent(making)
    Batch.objects.update(sent_at=timezone.now() - timedelta(days=60))
    actions.ask_bank(Actor(origin=Origin("task")), timezone.localdate())


def _mark(making: Making) -> None:
    paying = Paying(making)
    paying.award(1, account="open")
    account = paying.account(1)
    actions.mark_accounts(paying.first, [account.pk], good=False, note="closed")


def _receive_money(making: Making) -> None:
    of = demanded(making)
    actions.receive_money(Paying(making).first, of, 100, timezone.localdate(), "R1")


def _download(making: Making) -> None:
    file = sent(making).files.get(form="csv")
    actions.download_file(Paying(making).first, file)


def _drop(making: Making) -> None:
    actions.drop_order(Paying(making).first, only_order(drawn_up(making)), "not now")


SCENARIOS: dict[str, Callable[[Making], Any]] = {
    "payments.ask_bank": asked,
    "payments.confirm_statement": lambda making: actions.confirm_statement(
        Paying(making).second, entered(making)
    ),
    "payments.enter_statement": entered,
    "payments.refuse_statement": lambda making: actions.refuse_statement(
        Paying(making).second, entered(making), "it does not say so"
    ),
    "payments.withdraw_statement": lambda making: actions.withdraw_statement(
        Paying(making).first, entered(making)
    ),
    "payments.cancel_batch": lambda making: actions.cancel_batch(
        Paying(making).first, drawn_up(making), "wrong"
    ),
    "payments.check_batch": checked,
    "payments.confirm_recovery": demanded,
    "payments.demand_difference": difference,
    "payments.download_file": _download,
    "payments.draw_up": drawn_up,
    "payments.drop_order": _drop,
    "payments.make_file": sent,
    "payments.mark_accounts": _mark,
    "payments.post_file": posted,
    "payments.propose_recovery": proposed,
    "payments.queue_accounts": queued,
    "payments.recall_batch": lambda making: actions.recall_batch(
        Paying(making).second, sent(making), "the bank refused the file"
    ),
    "payments.receive_file": received,
    "payments.receive_money": _receive_money,
    "payments.resolve_result": lambda making: actions.resolve_result(
        Paying(making).first, doubtful(making), "not ours"
    ),
    "payments.withdraw_recovery": lambda making: actions.withdraw_recovery(
        Paying(making).first, proposed(making), "a mistake"
    ),
}


def _batch(making: Making) -> dict[str, Any]:
    return {"pk": (Batch.objects.first() or drawn_up(making)).pk}


def _order(making: Making) -> dict[str, Any]:
    order = PaymentOrder.objects.first() or only_order(drawn_up(making))
    return {"reference": order.reference}


def _sent_order(making: Making) -> dict[str, Any]:
    return {"reference": only_order(sent(making)).reference}


def _statement(making: Making) -> dict[str, Any]:
    return {"pk": entered(making).pk}


def _file(making: Making) -> dict[str, Any]:
    return {"pk": sent(making).pk, "form": "csv"}


def _award(making: Making) -> dict[str, Any]:
    posted(making)
    return {"pk": Award.objects.get().pk}


ROUTES: dict[str, Callable[[Making], dict[str, Any]]] = {
    "payments:act": _batch,
    "payments:act_on_recovery": lambda making: {"pk": demanded(making).pk},
    "payments:bank_file": lambda making: {"pk": posted(making).pk},
    "payments:batch": _batch,
    "payments:decide_statement": _statement,
    "payments:drop": _order,
    "payments:enter_statement": _sent_order,
    "payments:file": _file,
    "payments:letter": _statement,
    "payments:order": _sent_order,
    "payments:post": lambda making: {"pk": received(making).pk},
    "payments:recover": _award,
    "payments:recovery": lambda making: {"pk": demanded(making).pk},
    "payments:resolve": lambda making: {"pk": doubtful(making).pk},
    "payments:statement": _statement,
    "payments:sample": lambda making: {"pk": sent(making).pk},
}
