"""The actions of matching without application."""

from banyan.desk.matching.actions.answering import confirm, decline, give_account
from banyan.desk.matching.actions.looking import hold, release
from banyan.desk.matching.actions.searching import fail, match, record
from banyan.desk.matching.actions.telling import lapse, remind, reopen, tell

__all__ = [
    "confirm",
    "decline",
    "fail",
    "give_account",
    "hold",
    "lapse",
    "match",
    "record",
    "release",
    "remind",
    "reopen",
    "tell",
]
