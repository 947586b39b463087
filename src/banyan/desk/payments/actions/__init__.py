"""What changes payments; each is one transaction."""

from banyan.desk.payments.actions.accounts import mark_accounts
from banyan.desk.payments.actions.batches import (
    cancel_batch,
    check_batch,
    download_file,
    draw_up,
    drop_order,
    make_file,
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

__all__ = [
    "PostedError",
    "cancel_batch",
    "check_batch",
    "confirm_recovery",
    "demand_difference",
    "download_file",
    "draw_up",
    "drop_order",
    "make_file",
    "mark_accounts",
    "post_file",
    "propose_recovery",
    "receive_file",
    "receive_money",
    "resolve_result",
    "withdraw_recovery",
]
