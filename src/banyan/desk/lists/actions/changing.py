"""What becomes of entries: they stay, leave, come to a stage, are awarded. One proposes what
changes a term or brings money, another confirms it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from banyan.desk.audit import Actor, RefusedError, action, log
from banyan.desk.cases.asking import read_fields
from banyan.desk.lists import telling
from banyan.desk.lists.declared import Stage
from banyan.desk.lists.explaining import lacking
from banyan.desk.lists.holding import may_decide, require_decider, require_writer
from banyan.desk.lists.models import Change, Entry, Step, Why
from banyan.desk.lists.recognizing import award as award_record
from banyan.desk.lists.recognizing import end_on, extend_to
from banyan.desk.lists.terms import same_day
from banyan.desk.obligations import proposals
from banyan.desk.obligations.opening import Holder, close_obligations
from banyan.desk.obligations.proposals import given_reason
from banyan.desk.people.roles import Role
from banyan.desk.policy_pack import adopted_count

MOST_AT_ONCE = 500
REVIEW = "lists.review"


@action("lists.propose_renewals")
def propose_renewals(actor: Actor, entries: Sequence[Entry], reason: str) -> list[Change]:
    """Proposes that entries stay for another term. Raises RefusedError for one without a term, one
    that has left, and one of which something is proposed already."""
    reason = given_reason(reason, "reason")
    made = []
    for entry in _held(actor, entries):
        years = entry.declared.years()
        if years is None or entry.expires_on is None:
            raise RefusedError(_("This list has no term that could be renewed."))
        day = same_day(entry.expires_on, years)
        made.append(_propose(actor, Change(what=Change.What.RENEW, day=day), entry, reason))
    return made


@action("lists.propose_exits")
def propose_exits(
    actor: Actor, entries: Sequence[Entry], why: str, reason: str, day: date | None = None
) -> list[Change]:
    """Proposes that entries leave on ``day``: where not given at the end of the term if that is
    being re-checked for it, else today. Raises RefusedError without a reason, and as
    ``propose_renewals``."""
    reason = given_reason(reason, "reason")
    if why not in (Why.LACKING, Why.WISH, Why.GONE, Why.FAULT):
        raise RefusedError(_("Choose why it leaves."), "why")
    made = []
    for entry in _held(actor, entries):
        leaves = day or timezone.localdate()
        if leaves < entry.entered_on or leaves > timezone.localdate():
            raise RefusedError(_("The day lies after it entered, and is not to come."), "day")
        change = Change(what=Change.What.LEAVE, day=leaves, why=why)
        made.append(_propose(actor, change, entry, reason))
    return made


@action("lists.advance")
def advance(
    actor: Actor, entry: Entry, stage: str, typed: Mapping[str, str], note: str = ""
) -> Entry:
    """Lets an entry come to a later stage, with what is asked there. Where coming there is a
    recognition it is proposed, and comes there when a second person has confirmed. Raises
    RefusedError with the field at fault."""
    [entry] = _held(actor, [entry], counties=True)
    of = entry.declared
    places = list(of.stages)
    if stage not in places or places.index(stage) <= places.index(entry.stage):
        raise RefusedError(_("Choose a later stage."), "stage")
    to = of.stages[stage]
    given = read_fields(to.fields, typed)
    if to.recognition is not None:
        if not may_decide(actor.account, of):
            raise PermissionDenied
        amount = _amount(entry, to)
        change = Change(what=Change.What.AWARD, stage=stage, fields=given, amount=amount)
        _propose(actor, change, entry, note.strip())
        return entry
    _come_to(actor, entry, to, given, note.strip())
    log(
        entry,
        after={"stage": stage, "fields": given, "note": note.strip()},
        organization=entry.organization_id,
    )
    return entry


@action("lists.confirm_changes")
def confirm_changes(actor: Actor, changes: Sequence[Change]) -> None:
    """A second person confirms what was proposed: terms and records follow, verified by who
    confirms. Raises RefusedError as ``proposals.confirm``; then none of them is confirmed."""
    for one in changes[:MOST_AT_ONCE]:
        require_writer(actor, one.entry.declared)
        change = proposals.confirm(actor, one)
        entry = Entry.objects.select_for_update(of=("self",)).get(pk=change.entry_id)
        match change.what:
            case Change.What.RENEW:
                _renew(actor, entry, change)
            case Change.What.LEAVE:
                _leave(actor, entry, change)
            case _:
                _award(actor, entry, change)
        log(
            change,
            before={"state": Change.State.PROPOSED},
            after=_said(change),
            organization=entry.organization_id,
        )


@action("lists.refuse_change")
def refuse_change(actor: Actor, change: Change, answer: str) -> None:
    """The second person refuses, with a reason; the entry stays as it is."""
    require_decider(actor, change.entry.declared)
    _log_decision(proposals.refuse(actor, change, answer))


@action("lists.withdraw_change")
def withdraw_change(actor: Actor, change: Change) -> None:
    """Whoever proposed it takes it back."""
    require_decider(actor, change.entry.declared)
    _log_decision(proposals.withdraw(actor, change))


@action("lists.note")
def note(actor: Actor, entry: Entry, text: str) -> None:
    """Writes something down about an entry."""
    [entry] = _held(actor, [entry], counties=True)
    text = given_reason(text, "note")
    Step.objects.create(entry=entry, what=Step.What.NOTE, note=text, by=actor.account)
    log(entry, after={"note": text}, organization=entry.organization_id)


def _held(actor: Actor, entries: Sequence[Entry], *, counties: bool = False) -> list[Entry]:
    """The entries as they are, held. Raises PermissionDenied for who may not decide on their list
    (nor, with ``counties``, is an officer of their county), RefusedError for one that has left."""
    if not entries:
        raise RefusedError(_("Choose at least one."))
    if len(entries) > MOST_AT_ONCE:
        raise RefusedError(_("At most %(most)s at once.") % {"most": MOST_AT_ONCE})
    found = Entry.objects.select_for_update(of=("self",)).select_related("organization")
    rows = list(found.filter(pk__in=[one.pk for one in entries]).order_by("pk"))
    account = actor.account
    for one in rows:
        own = (
            counties
            and account is not None
            and account.role == Role.COUNTY
            and account.county == one.county
            and Role.COUNTY in one.declared.proposes
        )
        if not own:
            require_decider(actor, one.declared)
        if one.left_on is not None:
            raise RefusedError(
                _("%(name)s has left the list already.") % {"name": one.organization.name}
            )
    return rows


def _propose(actor: Actor, change: Change, entry: Entry, reason: str) -> Change:
    change.entry, change.reason = entry, reason[:1000]
    change.lacks = lacking(entry)
    try:
        with transaction.atomic():
            proposals.propose(
                actor,
                change,
                "lists.change",
                Holder(role=Role.CITY),
                working_days=adopted_count("lists.change_days"),
                words=telling.entry_words(entry),
                organization=entry.organization_id,
            )
    except IntegrityError:
        raise RefusedError(
            _("Something is proposed for %(name)s already.") % {"name": entry.organization.name}
        ) from None
    close_obligations(actor, entry, REVIEW)
    log(change, after=_said(change), organization=entry.organization_id)
    return change


def _renew(actor: Actor, entry: Entry, change: Change) -> None:
    assert change.day is not None
    entry.expires_on = change.day
    entry.save(update_fields=["expires_on"])
    extend_to(actor, entry, change.day)
    _step(actor, entry, Step.What.RENEWED, change.reason)
    telling.renewed([entry], change.reason)


def _leave(actor: Actor, entry: Entry, change: Change) -> None:
    assert change.day is not None
    entry.left_on, entry.why, entry.why_text = change.day, change.why, change.reason
    entry.save(update_fields=["left_on", "why", "why_text"])
    end_on(actor, [entry], change.day)
    _step(actor, entry, Step.What.LEFT, f"{entry.get_why_display()}: {change.reason}")
    close_obligations(actor, entry, dropped=True)
    telling.left([entry])


def _award(actor: Actor, entry: Entry, change: Change) -> None:
    stage = entry.declared.stages[change.stage]
    assert stage.recognition is not None
    day = timezone.localdate()
    entry.recognition = award_record(actor, entry, stage.recognition, change.amount, day)
    entry.save(update_fields=["recognition"])
    _come_to(actor, entry, stage, change.fields, change.reason, Step.What.AWARDED)
    telling.awarded([entry])


def _come_to(
    actor: Actor,
    entry: Entry,
    stage: Stage,
    given: Mapping[str, str],
    said: str,
    what: str = Step.What.STAGE,
) -> None:
    entry.stage = stage.code
    entry.fields = entry.fields | {f"{stage.code}.{name}": text for name, text in given.items()}
    entry.save(update_fields=["stage", "fields"])
    Step.objects.create(
        entry=entry, what=what, stage=stage.code, fields=dict(given), note=said, by=actor.account
    )


def _step(actor: Actor, entry: Entry, what: str, said: str) -> None:
    Step.objects.create(entry=entry, what=what, stage=entry.stage, note=said, by=actor.account)


def _amount(entry: Entry, stage: Stage) -> int:
    """What the entry's score earns. Raises RefusedError where that is nothing."""
    text = next((said for name, said in entry.fields.items() if name.endswith(".score")), "")
    if not text:
        raise RefusedError(_("It has to be scored before it is awarded."), "stage")
    amount = stage.amount(int(float(text)))
    if amount == 0:
        raise RefusedError(_("With this score there is no award."), "stage")
    return amount


def _log_decision(change: Change) -> None:
    log(
        change,
        before={"state": Change.State.PROPOSED},
        after=_said(change),
        organization=change.entry.organization_id,
    )


def _said(change: Change) -> dict[str, Any]:
    names = ("what", "day", "why", "stage", "amount", "lacks", "reason", "answer", "state")
    return {name: getattr(change, name) for name in names if getattr(change, name)}
