"""The bank's answers: a file received whole, then posted, and what does not fit worked off."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from banyan.desk.audit import Actor, RefusedError, action, log
from banyan.desk.funds.ledger import Posting, post, reference_to
from banyan.desk.funds.models import Budget
from banyan.desk.messaging.sending import tell
from banyan.desk.obligations.opening import close_obligations, open_obligation
from banyan.desk.payments.actions.parts import (
    FINANCE,
    both,
    follow_up,
    held_awards,
    reason_of,
    require_finance,
    transaction_key,
)
from banyan.desk.payments.actions.recoveries import set_off
from banyan.desk.payments.judging import Movement, judge
from banyan.desk.payments.models import BankFile, BankResult, PaymentOrder, Receipt
from banyan.desk.payments.payable import OPEN_ORDERS
from banyan.desk.payments.result_file import (
    HEADINGS,
    Fault,
    FaultyFileError,
    ResultRow,
    read_results,
)
from banyan.desk.people.access import require
from banyan.desk.people.models import Account
from banyan.desk.people.roles import Role
from banyan.desk.policy_pack import adopted_count
from banyan.desk.records.keeping import keep
from banyan.desk.records.models import Upload
from banyan.desk.records.speaking import representatives
from banyan.desk.settlement.models import Award
from banyan.rules.wording import yuan


class PostedError(Exception):
    """What should be posted has been posted already."""


@action("payments.receive_file")
def receive_file(actor: Actor, path: Path, name: str) -> BankFile:
    """Keeps a file of results with its rows, to be posted. Raises FaultyFileError, of which nothing
    is kept, and RefusedError where the desk has the content already."""
    require_finance(actor)
    kind, rows = read_results(path, name)
    with path.open("rb") as content:
        digest = hashlib.file_digest(content, "sha256").hexdigest()
    if BankFile.objects.filter(sha256=digest).exists():
        raise RefusedError(_("This file was read in already; it changes nothing again."))
    _refuse_contradictions(rows)
    kept = keep(actor, path, name, kind)
    try:
        with transaction.atomic():
            made, known = _keep(actor, kept, rows)
    except IntegrityError:
        # The same file, or a file with one of its transactions, is being read in at this moment.
        raise RefusedError(_("Somebody else is reading in the same; look again.")) from None
    log(made, after={"file": kept.name, "sha256": digest, "rows": len(rows), "known": known})
    return made


def _refuse_contradictions(rows: Iterable[ResultRow]) -> None:
    """A transaction that came before must say what it said then: else one of two payments would be
    passed over as known. Raises FaultyFileError."""
    by_serial = {row.serial: row for row in rows}
    faults = []
    for known in BankResult.objects.filter(serial__in=by_serial).order_by("pk"):
        row = by_serial[known.serial]
        if known.content != row.content:
            said = {"file": known.file_id, "row": known.row}
            expected = _("what this transaction was in row %(row)s of file %(file)s") % said
            faults.append(Fault(row.row, HEADINGS["serial"][0], row.serial, expected))
    if faults:
        raise FaultyFileError(faults)


def _keep(actor: Actor, upload: Upload, rows: list[ResultRow]) -> tuple[BankFile, int]:
    made = BankFile.objects.create(
        sha256=upload.sha256, upload=upload, imported_by=actor.account, rows=len(rows)
    )
    serials = [row.serial for row in rows]
    known = set(BankResult.objects.filter(serial__in=serials).values_list("serial", flat=True))
    BankResult.objects.bulk_create(
        [
            BankResult(
                file=made,
                row=row.row,
                serial=row.serial,
                reference=row.reference,
                outcome=row.outcome,
                amount=row.amount,
                day=row.day,
                message=row.message,
            )
            for row in rows
            if row.serial not in known
        ],
        batch_size=500,
    )
    made.known = len(known)
    made.save(update_fields=["known"])
    return made, len(known)


@action("payments.post_file")
def post_file(actor: Actor, file: BankFile) -> BankFile:
    """Posts what the bank answered: orders, awards and ledger in one transaction, each answer once.
    Raises PostedError where that is done."""
    require(actor, Role.FINANCE)
    file = BankFile.objects.select_for_update().get(pk=file.pk)
    if file.state == BankFile.State.POSTED:
        raise PostedError
    # What came back was paid before, wherever the bank lists it.
    results = sorted(
        file.results.all(), key=lambda one: (one.outcome == one.Outcome.RETURNED, one.row)
    )
    batches = _post(actor, results)
    file.state, file.posted_at = BankFile.State.POSTED, timezone.now()
    file.save(update_fields=["state", "posted_at"])
    follow_up(actor, batches)
    if any(one.doubt for one in results):
        open_obligation(
            "payments.unmatched",
            file,
            FINANCE,
            working_days=adopted_count("payment.step_days"),
            link=reverse("payments:bank_file", args=[file.pk]),
            words={"file": str(file.pk)},
        )
    counts = Counter(one.doubt or one.outcome for one in results)
    log(file, before={"state": BankFile.State.RECEIVED}, after={"state": file.state, **counts})
    return file


def _post(actor: Actor, results: list[BankResult]) -> set[int]:
    """Does to orders and awards what the results say, in their order; the batches concerned."""
    orders, awards = _held({one.reference for one in results})
    elsewhere = _open_orders(awards)
    received = _received(results)
    stated = _stated(orders.values())
    moved: list[tuple[BankResult, Movement]] = []
    for result in results:
        order = orders.get(result.reference)
        if order is None:
            result.doubt = BankResult.Doubt.UNKNOWN
            continue
        result.order = order
        if result.serial in received:
            result.doubt = BankResult.Doubt.RECEIVED
            continue
        award = awards[order.award_id]
        judged = judge(
            order,
            award,
            result.outcome,
            result.amount,
            ordered_again=bool(elsewhere.get(award.pk, set()) - {order.pk}),
            stated=stated.pop(order.pk, ""),
        )
        if isinstance(judged, Movement):
            _move(result, order, award, judged)
            moved.append((result, judged))
        else:
            result.doubt = judged
    BankResult.objects.bulk_update(results, ["order", "doubt", "posted_at"], batch_size=500)
    _write(actor, moved)
    return {one.order.batch_id for one in results if one.order is not None}


def _held(references: Iterable[str]) -> tuple[dict[str, PaymentOrder], dict[int, Award]]:
    """The orders and their awards as they are now, held: awards first, as everywhere."""
    references = set(references)
    keys = PaymentOrder.objects.filter(reference__in=references).values_list("award", flat=True)
    awards = held_awards(keys)
    found = PaymentOrder.objects.select_for_update().filter(reference__in=references)
    return {order.reference: order for order in found.order_by("pk")}, awards


def _open_orders(awards: Iterable[int]) -> dict[int, set[int]]:
    """The open orders of each award."""
    found: dict[int, set[int]] = {}
    rows = PaymentOrder.objects.filter(award__in=set(awards), state__in=OPEN_ORDERS)
    for key, award in rows.values_list("pk", "award"):
        found.setdefault(award, set()).add(key)
    return found


def _received(results: Iterable[BankResult]) -> set[str]:
    """The transactions that somebody entered as money that was given back: what came back once
    counts once."""
    serials = [one.serial for one in results]
    return set(Receipt.objects.filter(serial__in=serials).values_list("serial", flat=True))


def _stated(orders: Iterable[PaymentOrder]) -> dict[int, str]:
    """The outcome of each order of which only a letter of the bank has told it so far."""
    of_orders = BankResult.objects.filter(order__in=orders, posted_at__isnull=False)
    in_files = of_orders.filter(statement__isnull=True).values("order")
    letters = of_orders.filter(statement__isnull=False).exclude(order__in=in_files)
    return dict(letters.values_list("order", "outcome"))


def post_statement(actor: Actor, result: BankResult) -> None:
    """Posts what the bank says by a letter; within a running action. Raises RefusedError where it
    cannot be posted."""
    batches = _post(actor, [result])
    if result.doubt:
        raise RefusedError(str(result.get_doubt_display()))
    follow_up(actor, batches)


def _move(result: BankResult, order: PaymentOrder, award: Award, movement: Movement) -> None:
    order.state = movement.state
    order.paid += movement.change
    order.answer = result.message
    order.answered_at = result.posted_at = timezone.now()
    award.paid += movement.change
    order.award = award


def _write(actor: Actor, moved: list[tuple[BankResult, Movement]]) -> None:
    """Writes the orders and awards that were moved, posts to the ledger, and tells those who were
    paid."""
    orders = {one.order.pk: one.order for one, _movement in moved if one.order is not None}
    awards = {order.award_id: order.award for order in orders.values()}
    PaymentOrder.objects.bulk_update(
        orders.values(), ["state", "paid", "answer", "answered_at"], batch_size=500
    )
    Award.objects.bulk_update(awards.values(), ["paid"], batch_size=500)
    people = representatives({order.uscc for order in orders.values()})
    budgets = Budget.objects.in_bulk({award.budget_id for award in awards.values()})
    postings = []
    for result, movement in moved:
        order, kind = result.order, movement.kind
        if order is None or kind is None:
            continue
        award = awards[order.award_id]
        postings.append(
            Posting(
                kind,
                budgets[award.budget_id],
                abs(movement.change),
                reference_to(order),
                transaction_key(result.serial),
                award.measure,
                award.county,
            )
        )
        _tell(people[order.uscc], order, award, result, movement)
    if post(actor, postings) != len(postings):
        # The ledger has one of these transactions already; then nothing of this may stand.
        raise PostedError
    waiting = _open_orders(awards)
    set_off(actor, [award for key, award in awards.items() if key not in waiting])


def _tell(
    people: list[Account],
    order: PaymentOrder,
    award: Award,
    result: BankResult,
    movement: Movement,
) -> None:
    tell(
        people,
        "payments.paid" if movement.change > 0 else "payments.returned",
        key=f"payments.result {result.pk}",
        context={
            "amount": yuan(abs(movement.change)),
            "measure": both("measure", award.measure),
            "year": award.year,
            "tail": order.number[-4:],
            "reference": order.reference,
        },
        link=reverse("payments:order", args=[order.reference]),
        organization=order.uscc,
    )


@action("payments.resolve_result")
def resolve_result(
    actor: Actor, result: BankResult, reason: str, reference: str = ""
) -> BankResult:
    """Works off an answer that did not fit, with a reason: it is of no payment of ours, or it is
    that of ``reference`` and posted so. Raises RefusedError."""
    require_finance(actor)
    reason = reason_of(reason)
    result = BankResult.objects.select_for_update().get(pk=result.pk)
    if not result.doubt or result.resolved_at is not None:
        raise RefusedError(_("Nothing is open about this answer any more."))
    batches: set[int] = set()
    if reference.strip():
        batches.add(_post_by_hand(actor, result, reference.strip().upper()))
    result.resolution = reason
    result.resolved_by, result.resolved_at = actor.account, timezone.now()
    result.save()
    follow_up(actor, batches)
    file: Any = result.file  # a letter's answer has no doubt
    if not file.results.exclude(doubt="").filter(resolved_at__isnull=True).exists():
        close_obligations(actor, file, "payments.unmatched")
    order: Any = result.order
    log(
        result,
        before={"doubt": result.doubt},
        after={
            "resolution": reason,
            "reference": order.reference if result.posted_at else "",
            "amount": result.amount if result.posted_at else 0,
        },
        organization=order.uscc if order is not None else "",
    )
    return result


def _post_by_hand(actor: Actor, result: BankResult, reference: str) -> int:
    orders, awards = _held([reference])
    order = orders.get(reference)
    if order is None:
        raise RefusedError(_("There is no order of this reference."), "reference")
    award = awards[order.award_id]
    judged: Movement | BankResult.Doubt = BankResult.Doubt.RECEIVED
    if not _received([result]):
        judged = judge(
            order,
            award,
            result.outcome,
            result.amount,
            ordered_again=bool(_open_orders(awards).get(award.pk, set()) - {order.pk}),
            stated=_stated([order]).get(order.pk, ""),
            by_hand=True,
        )
    if not isinstance(judged, Movement):
        said = {"why": BankResult.Doubt(judged).label}
        raise RefusedError(_("It cannot be posted to this order: %(why)s.") % said, "reference")
    result.order = order
    _move(result, order, award, judged)
    _write(actor, [(result, judged)])
    return order.batch_id
