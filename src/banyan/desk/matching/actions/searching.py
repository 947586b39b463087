"""Searching for a year's matches: asked for by an officer or the daily work, done in the
background, written down in one transaction."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from banyan.desk.audit import Actor, RefusedError, action, log
from banyan.desk.matching import duties, tasks, telling
from banyan.desk.matching.finding import Search
from banyan.desk.matching.models import Consent, Match, Matching
from banyan.desk.matching.rematching import Change, new_match, renew
from banyan.desk.people import access
from banyan.desk.people.roles import Role
from banyan.desk.policy.pack_in_force import pack_in_force
from banyan.rules.wording import yuan

WRITTEN = 500
"""Rows that are written at a time."""


@action("matching.match")
def match(actor: Actor, year: int) -> Matching:
    """Has the year's matches searched for in the background. Raises RefusedError where that is
    being done already, UsageError for a year out of force."""
    access.require(actor, Role.CITY)
    pack_in_force().check_year(year)
    now = timezone.now()
    row, made = Matching.objects.select_for_update().get_or_create(
        pk=year, defaults={"asked_at": now, "asked_by": actor.account}
    )
    if not made:
        if row.is_being_computed:
            raise RefusedError(_("The matches are being searched for already."))
        row.state, row.progress, row.fault = Matching.State.WAITING, 0, ""
        row.asked_at, row.asked_by, row.progress_at = now, actor.account, now
        row.save()
    log(row, after={"year": year})
    transaction.on_commit(partial(tasks.search_matches.enqueue, year))
    return row


@action("matching.fail")
def fail(actor: Actor, year: int, fault: str) -> None:
    """Writes down why a search failed; for the system itself alone."""
    access.require(actor)
    row = Matching.objects.select_for_update().get(pk=year)
    row.state, row.fault, row.done_at = Matching.State.FAILED, fault[:1000], timezone.now()
    row.save(update_fields=["state", "fault", "done_at"])
    log(row, after={"state": row.state, "fault": row.fault})


@action("matching.record")
def record(actor: Actor, year: int, search: Search, entry: int) -> Mapping[str, int]:
    """Brings the year's matches up to what the search found, which took in the records as of the
    audit's ``entry``; for the system itself alone. The same search a second time changes nothing.
    How many matches were new, changed, the same, gone."""
    access.require(actor)
    row = Matching.objects.select_for_update().get(pk=year)
    held = Match.objects.select_for_update().filter(year=year)
    known = {(one.measure, one.uscc): one for one in held.order_by("uscc", "year", "measure")}
    consents = {(one.measure, one.uscc): one.given_at for one in Consent.objects.filter(year=year)}
    found = {(one.measure, one.uscc): one for one in search.found}
    made = [
        new_match(year, one, consented=consents.get(key))
        for key, one in found.items()
        if key not in known
    ]
    changed: list[tuple[Match, Change]] = []
    for key, one in known.items():
        before = renew(one, found.get(key), consented=consents.get(key))
        if before is not None:
            changed.append((one, before))
    _write(made, [one for one, _before in changed])
    _settle_duties(actor, [*made, *(one for one, _before in changed)])
    _tell_changes(changed)
    gone = sum(one.state == Match.State.GONE for one, _before in changed)
    counts = {
        "new": len(made),
        "changed": len(changed) - gone,
        "same": len(known) - len(changed),
        "gone": gone,
    }
    row.state, row.progress, row.done_at = Matching.State.DONE, 100, timezone.now()
    row.counts, row.left_out, row.fault = counts, search.left_out, ""
    row.pack_sha256, row.entry = search.pack_sha256, entry
    row.save()
    log(row, after={**counts, "pack": search.pack_sha256})
    duties.settle_telling(actor, year)  # after the entry: whoever tells takes them in this order
    return counts


def _write(made: list[Match], changed: list[Match]) -> None:
    Match.objects.bulk_create(made, batch_size=WRITTEN)
    fields = ["county", "lines", "amount", "exceptions", "cleared", "state", "note"]
    fields += ["told_at", "due_on", "reminded_on", "answered_at", "answered_by"]
    Match.objects.bulk_update(changed, fields, batch_size=WRITTEN)


def _settle_duties(actor: Actor, matches: list[Match]) -> None:
    names = telling.names_of(one.uscc for one in matches if one.state == Match.State.HELD)
    for one in matches:
        if one.state == Match.State.HELD:
            duties.open_review(one, names.get(one.uscc, one.uscc))
        elif one.state == Match.State.GONE:
            duties.close_review(actor, one, dropped=True)
            duties.close_confirming(actor, one, dropped=True)
        else:
            duties.close_review(actor, one, dropped=True)


def _tell_changes(changed: list[tuple[Match, Change]]) -> None:
    """Who had been told is told what became of it. A change of lines or amount of what is waiting
    or confirmed has an entry of its own; all others are in that of the search."""
    states = Match.State
    knows = {states.TOLD, states.CONFIRMED}
    concerned = [(one, was) for one, was in changed if was.state in knows]
    names = telling.names_of(one.uscc for one, _was in concerned)
    for one, was in concerned:
        name = names.get(one.uscc, one.uscc)
        mark = f"{one.told_at} {was.amount} {one.amount}"
        if one.state == states.GONE:
            kind = "matching.gone"
        elif one.amount != was.amount:
            kind = "matching.changed"
        else:
            continue
        log(
            one,
            before={"state": was.state, "amount": yuan(was.amount)},
            after={"state": one.state, "amount": yuan(one.amount)},
            organization=one.uscc,
        )
        telling.tell_representatives(kind, one.uscc, name, [one], mark, before=yuan(was.amount))
