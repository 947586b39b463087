"""What happened to a case, in words; messages, and what obligations are called."""

from __future__ import annotations

from functools import partial

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from banyan.desk.messaging import templates
from banyan.desk.obligations import kinds

MOVES: dict[str, str | Promise] = {
    "open": _("recorded"),
    "dispatch": _("dispatched"),
    "accept": pgettext_lazy("a case", "accepted"),
    "refuse": _("sent back by the lead unit"),
    "uphold": _("decided: it stays with the unit"),
    "transfer": _("given to another unit"),
    "pause": pgettext_lazy("a case", "paused"),
    "resume": _("goes on"),
    "escalate": _("taken to the city ledger"),
    "ask_help": _("another unit was asked to help"),
    "answer_help": _("a helping unit answered"),
    "note": _("a note"),
    "file": _("a file was added"),
    "finish_step": _("a step is done"),
    "report_solved": _("reported as solved"),
    "hand_back": _("not solved yet, says the second person"),
    "agree": _("the enterprise agrees"),
    "disagree": _("the enterprise does not agree"),
    "silent": _("the enterprise has not answered"),
    "ask_closing": _("asked to be closed"),
    "refuse_closing": _("not closed, says the second person"),
    "close": pgettext_lazy("a case", "closed"),
    "reopen": _("opened again"),
    "ask_extension": _("longer was asked for"),
    "extend": pgettext_lazy("a case", "extended"),
    "refuse_extension": _("not extended"),
    "revisit": _("the enterprise was asked again"),
}


def move_words(action: str) -> str:
    """What happened; the code of a move that nobody declares (any more)."""
    return str(MOVES.get(action, action))


def declare() -> None:
    """Titles of obligations and messages."""
    declare = partial(kinds.declare, pauses=False)
    declare("cases.dispatch", _("Dispatch %(reference)s: %(case)s"), name=_("Dispatch a case"))
    declare(
        "cases.accept",
        _("Accept or refuse %(reference)s: %(case)s"),
        name=_("Accept or refuse a case"),
    )
    declare(
        "cases.decide_dispute",
        _("Decide whose case %(reference)s is: %(case)s"),
        name=_("Decide whose a case is"),
    )
    declare("cases.step", _("%(step)s: %(reference)s, %(case)s"), name=_("Handle a case"))
    declare(
        "cases.agree", _("Say whether this is solved: %(reference)s, %(case)s"), escalates=False
    )
    declare(
        "cases.decide_silence",
        _("The enterprise has not answered; have %(reference)s decided: %(case)s"),
        name=_("Have a case decided that the enterprise is silent about"),
    )
    declare("cases.help", _("Help with %(reference)s: %(case)s"), name=_("Help with a case"))
    declare(
        "cases.revisit",
        _("Ask what was wrong with %(reference)s: %(case)s"),
        name=_("Ask an enterprise what was wrong"),
    )
    declare(
        "cases.decide_closing",
        _("Decide whether %(reference)s is closed: %(case)s"),
        name=_("Decide whether a case is closed"),
    )
    declare(
        "cases.decide_extension",
        _("Decide whether %(reference)s has longer: %(case)s"),
        name=_("Decide whether a case has longer"),
    )
    templates.declare(
        "cases.moved",
        subject=_("%(reference)s %(case)s: %(what)s"),
        body=_("It is now: %(state)s.\n%(note)s"),
    )
