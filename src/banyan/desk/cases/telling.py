"""Who is told of what happens to a case: the enterprise, the lead unit, who keeps the ledger."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from django.urls import reverse
from django.utils.translation import override

from banyan.desk.audit import Actor
from banyan.desk.cases.holding import words_of
from banyan.desk.cases.models import Case, Help, Move
from banyan.desk.cases.states import Level, State
from banyan.desk.cases.words import move_words
from banyan.desk.messaging.sending import tell
from banyan.desk.people.models import Account
from banyan.desk.people.roles import Role
from banyan.desk.records.speaking import representatives

MOVED = "cases.moved"

_E, _L, _K, _H = "enterprise", "lead", "ledger", "helpers"

CONCERNED: dict[str, tuple[str, ...]] = {
    "open": (_E, _K),
    "dispatch": (_E, _L),
    "accept": (_E,),
    "refuse": (_K,),
    "uphold": (_L,),
    "transfer": (_E, _L),
    "pause": (_E, _L),
    "resume": (_E, _L),
    "escalate": (_E, _L, _K),
    "ask_help": (_H,),
    "answer_help": (_L,),
    "note": (_E, _L),
    "file": (_L,),
    "report_solved": (_E, _K),
    "hand_back": (_L,),
    "agree": (_L, _K),
    "disagree": (_L, _K),
    "silent": (_K,),
    "ask_closing": (_K,),
    "close": (_E, _L),
    "reopen": (_E, _L, _K),
    "extend": (_E, _L),
    "revisit": (_L,),
}
"""Whom a move concerns; not who made it."""


def tell_of(actor: Actor, case: Case, made: Move) -> None:
    """Tells those whom the move concerns."""
    accounts: dict[int, Account] = {}
    for circle in CONCERNED.get(made.action, ()):
        if circle == _E and made.inside:
            continue
        for account in _CIRCLES[circle](case):
            accounts[account.pk] = account
    if actor.account is not None:
        accounts.pop(actor.account.pk, None)
    tell(
        accounts.values(),
        MOVED,
        key=f"cases.move:{made.pk}",
        context=words_of(case)
        | {
            "what": in_both(lambda: move_words(made.action)),
            "state": in_both(lambda: str(State(case.state).label)),
            "note": made.note,
        },
        link=reverse("cases:case", args=[case.pk]),
        organization=case.organization_id or "",
    )


def in_both(say: Callable[[], str]) -> dict[str, str]:
    """What ``say`` says in both languages."""
    found: dict[str, str] = {}
    for language, code in (("zh", "zh-hans"), ("en", "en")):
        with override(code):
            found[language] = say()
    return found


def _of_enterprise(case: Case) -> Iterator[Account]:
    if case.organization_id is not None and case.declared_kind.seen_by_enterprise:
        yield from representatives([case.organization_id])[case.organization_id]


def _of_lead(case: Case) -> Iterator[Account]:
    if case.lead_id is not None:
        yield from Account.objects.filter(unit=case.lead_id, is_active=True)


def _of_ledger(case: Case) -> Iterator[Account]:
    found = Account.objects.filter(is_active=True)
    if case.level == Level.COUNTY:
        yield from found.filter(role=Role.COUNTY, unit__county=case.county)
    else:
        yield from found.filter(role=Role.CITY)


def _of_helpers(case: Case) -> Iterator[Account]:
    asked = Help.objects.filter(case=case, answered_at=None).values("unit")
    yield from Account.objects.filter(unit__in=asked, is_active=True)


_CIRCLES: dict[str, Any] = {_E: _of_enterprise, _L: _of_lead, _K: _of_ledger, _H: _of_helpers}
