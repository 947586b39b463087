"""What changes payments; each is one transaction."""

from banyan.desk.payments.actions.accounts import mark_accounts
from banyan.desk.payments.actions.batches import (
    cancel_batch,
    check_batch,
    download_file,
    draw_up,
    drop_order,
    make_file,
    recall_batch,
)
from banyan.desk.payments.actions.recoveries import (
    confirm_recovery,
    demand_difference,
    propose_recovery,
    receive_money,
    withdraw_recovery,
)
from banyan.desk.payments.actions.results import (
    PostedError,
    post_file,
    receive_file,
    resolve_result,
)
from banyan.desk.payments.actions.statements import (
    ask_bank,
    confirm_statement,
    enter_statement,
    refuse_statement,
    withdraw_statement,
)

__all__ = [
    "PostedError",
    "ask_bank",
    "cancel_batch",
    "check_batch",
    "confirm_recovery",
    "confirm_statement",
    "demand_difference",
    "download_file",
    "draw_up",
    "drop_order",
    "enter_statement",
    "make_file",
    "mark_accounts",
    "post_file",
    "propose_recovery",
    "recall_batch",
    "receive_file",
    "receive_money",
    "refuse_statement",
    "resolve_result",
    "withdraw_recovery",
    "withdraw_statement",
]
