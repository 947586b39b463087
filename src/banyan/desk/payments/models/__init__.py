"""From approved awards to the bank and back. Money is in fen."""

from banyan.desk.payments.models.bank import BankFile, BankResult
from banyan.desk.payments.models.batches import Batch, PaymentFile, PaymentOrder
from banyan.desk.payments.models.recoveries import Receipt, Recovery
from banyan.desk.payments.models.statements import Statement

__all__ = [
    "BankFile",
    "BankResult",
    "Batch",
    "PaymentFile",
    "PaymentOrder",
    "Receipt",
    "Recovery",
    "Statement",
]
