"""A file as a bank could answer to a batch: for the demo and for tests. It pays most orders, and
has one of each kind that needs work: a part, a failure, a return, a reference that nobody knows."""

from __future__ import annotations

import csv
import io
from datetime import date

from banyan.desk.payments.models import Batch, PaymentOrder
from banyan.desk.payments.references import reference_of
from banyan.desk.payments.result_file import HEADINGS
from banyan.rules.wording import plain_yuan

_REASONS = ("余额部分入账", "账户状态异常", "收款人拒收，款项退回")


def sample_of(batch: Batch, day: date) -> bytes:
    """The answer to a batch, as CSV in UTF-8 with a byte order mark; the same each time."""
    rows: list[tuple[str, str, str, str]] = []
    orders = batch.orders.exclude(state=PaymentOrder.State.CANCELLED).order_by("sequence")
    for place, order in enumerate(orders):
        whole = plain_yuan(order.amount)
        match place:
            case 1 if order.amount > 1:
                rows.append(
                    (order.reference, "部分成功", plain_yuan(order.amount // 2), _REASONS[0])
                )
            case 2:
                rows.append((order.reference, "失败", "", _REASONS[1]))
            case 3:
                rows.append((order.reference, "成功", whole, ""))
                rows.append((order.reference, "退汇", whole, _REASONS[2]))
            case _:
                rows.append((order.reference, "成功", whole, ""))
    rows.append((reference_of(batch.year, 999_999, batch.pk % 99_999 + 1), "成功", "88.00", ""))
    place_of = io.StringIO(newline="")
    writer = csv.writer(place_of, lineterminator="\r\n")
    writer.writerow([names[0] for names in HEADINGS.values()])
    for number, (reference, outcome, amount, message) in enumerate(rows, start=1):
        serial = f"{day:%Y%m%d}{batch.pk:06d}{number:05d}"
        writer.writerow([serial, reference, outcome, amount, day.isoformat(), message])
    return b"\xef\xbb\xbf" + place_of.getvalue().encode()
