"""Urging letters: drafted from what is overdue, sent, answered, accepted or urged again."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.urls import Resolver404, resolve
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from banyan.desk.audit import Actor, RefusedError, action, log
from banyan.desk.bulletins.composing import LANGUAGES
from banyan.desk.cases.models import Case
from banyan.desk.messaging.sending import tell
from banyan.desk.obligations import kinds
from banyan.desk.obligations.calendar import read_calendar, working_days_after
from banyan.desk.obligations.models import Obligation
from banyan.desk.obligations.opening import Holder, close_obligations, open_obligation
from banyan.desk.people.access import require
from banyan.desk.people.models import Account, Unit
from banyan.desk.people.roles import Role
from banyan.desk.policy_pack import adopted_count
from banyan.desk.records.attached_files import file_type
from banyan.desk.records.keeping import keep
from banyan.desk.supervision.issuing import issue
from banyan.desk.supervision.letter_words import content_of, say
from banyan.desk.supervision.models import Letter, LetterFile, Thing
from banyan.desk.supervision.models.papers import PaperKind
from banyan.desk.supervision.scope import WRITERS

ANSWER, JUDGE = "supervision.answer", "supervision.judge"
MOST_DAYS, MOST_FILES = 60, 10


@action("supervision.draft_letters")
def draft_letters(actor: Actor, obligations: Iterable[Obligation]) -> list[Letter]:
    """Drafts a letter to each unit, or county, that holds some of the obligations. What a letter
    that is open is about already is left out. RefusedError where nothing is left that is overdue
    and held by a unit or a county."""
    _require_writer(actor)
    today = timezone.localdate()
    wanted: dict[tuple[int | None, str], dict[str, tuple[Obligation, Case | None]]] = {}
    for one in obligations:
        to = addressee_of(one)
        if one.state != Obligation.State.OPEN or one.due_on >= today or to is None:
            continue
        case = case_of(one)
        wanted.setdefault(to, {})[thing_of(one, case)] = one, case
    urged = set(
        Thing.objects.filter(
            open=True, thing__in=[thing for things in wanted.values() for thing in things]
        ).values_list("thing", flat=True)
    )
    made = []
    for (unit, county), things in wanted.items():
        left = {thing: one for thing, one in things.items() if thing not in urged}
        if left:
            made.append(_draft(actor, unit, county, left))
    if not made:
        raise RefusedError(
            _(
                "Nothing to be urged: a letter is about something overdue that a unit or a county "
                "has to do, and that no open letter is about already."
            )
        )
    for letter in made:
        log(
            letter,
            after={"title": letter.title, "county": letter.county, "things": letter.things.count()},
        )
    return made


@action("supervision.edit_letter")
def edit_letter(
    actor: Actor, letter: Letter, *, title: str, text: str, days: int, leave_out: Sequence[int] = ()
) -> None:
    """Changes the words of a draft, the days to answer, and leaves things out."""
    _require_writer(actor)
    letter = _held(letter, Letter.State.DRAFTED)
    if not (title.strip() and text.strip()):
        raise RefusedError(_("Say what it is about, and what is demanded."), "text")
    if not 1 <= days <= MOST_DAYS:
        raise RefusedError(_("Give from 1 to %(most)s working days.") % {"most": MOST_DAYS}, "days")
    left_out = letter.things.filter(pk__in=leave_out)
    if letter.things.count() == left_out.count():
        raise RefusedError(_("A letter is about something: discard it instead."))
    left_out.delete()
    before = {"title": letter.title, "text": letter.text, "days": letter.days}
    letter.title, letter.text, letter.days = title.strip()[:200], text.strip()[:4000], days
    letter.save(update_fields=["title", "text", "days"])
    after = {"title": letter.title, "text": letter.text, "days": letter.days}
    log(letter, before=before, after=after | {"things": letter.things.count()})


@action("supervision.discard_letter")
def discard_letter(actor: Actor, letter: Letter) -> None:
    """Puts a draft away; it has no number. What it was about can be urged by another letter."""
    _require_writer(actor)
    letter = _held(letter, Letter.State.DRAFTED)
    _move(letter, Letter.State.DISCARDED)
    letter.things.update(open=False)
    log(letter, before={"state": Letter.State.DRAFTED}, after={"state": letter.state})


@action("supervision.send_letter")
def send_letter(actor: Actor, letter: Letter) -> Letter:
    """Sends a draft: it has its number and its files, never changes, and must be answered in time.
    What has been done meanwhile is left out; RefusedError where nothing is left."""
    _require_writer(actor)
    letter = _held(letter, Letter.State.DRAFTED)
    done = letter.things.exclude(obligation__state=Obligation.State.OPEN)
    done.delete()
    things = list(letter.things.all())
    if not things:
        raise RefusedError(_("Everything that it is about is done: discard it."))
    today = timezone.localdate()
    letter.sent_on = today
    letter.answer_due_on = working_days_after(today, letter.days)
    calendar = read_calendar(min(one.due_on for one in things), today)
    overdue = {one.pk: calendar.working_days_between(one.due_on, today) for one in things}
    letter.paper = issue(actor, PaperKind.LETTER, content_of(letter, today, overdue), say)
    letter.state = Letter.State.SENT
    letter.save(update_fields=["state", "sent_on", "answer_due_on", "paper"])
    holder = (
        Holder(unit=letter.unit)
        if letter.unit is not None
        else Holder(role=Role.COUNTY, county=letter.county)
    )
    words = _words(letter)
    open_obligation(
        ANSWER,
        letter,
        holder,
        working_days=letter.days,
        link=letter.get_absolute_url(),
        words=words,
    )
    tell(
        accounts_of(letter),
        "supervision.letter_sent",
        key=f"supervision.letter {letter.pk}",
        context=words | {"day": letter.answer_due_on.isoformat()},
        link=letter.get_absolute_url(),
    )
    log(
        letter,
        before={"state": Letter.State.DRAFTED},
        after={
            "state": letter.state,
            "number": letter.paper.code,
            "answer_due_on": letter.answer_due_on,
            "sha256": letter.paper.sha256,
        },
    )
    return letter


@action("supervision.answer_letter")
def answer_letter(
    actor: Actor, letter: Letter, text: str, files: Sequence[tuple[Path, str]] = ()
) -> None:
    """The unit, or the county, says what it did; files come as (path, name)."""
    letter = _held(letter, Letter.State.SENT)
    if not is_addressed(actor.account, letter):
        raise PermissionDenied
    if not text.strip():
        raise RefusedError(_("Say what was done, and what is still to be done until when."), "text")
    if len(files) > MOST_FILES:
        raise RefusedError(_("At most %(most)s files at once.") % {"most": MOST_FILES}, "files")
    for path, name in files:
        upload = keep(actor, path, name, file_type(path, name))
        LetterFile.objects.create(letter=letter, upload=upload)
    letter.answer = text.strip()[:4000]
    letter.answered_by, letter.answered_at = actor.account, timezone.now()
    letter.state = Letter.State.ANSWERED
    letter.save(update_fields=["state", "answer", "answered_by", "answered_at"])
    close_obligations(actor, letter, ANSWER)
    assert letter.paper is not None
    open_obligation(
        JUDGE,
        letter,
        Holder(role=Role(letter.paper.issued_by.role)),
        working_days=adopted_count("supervision.judge_days"),
        link=letter.get_absolute_url(),
        words=_words(letter),
    )
    log(
        letter,
        before={"state": Letter.State.SENT},
        after={"state": letter.state, "answer": letter.answer, "files": len(files)},
    )


@action("supervision.accept_answer")
def accept_answer(actor: Actor, letter: Letter, judgement: str = "") -> None:
    """The answer is enough."""
    _require_writer(actor)
    letter = _held(letter, Letter.State.ANSWERED)
    _judge(actor, letter, Letter.State.ACCEPTED, judgement)
    log(
        letter,
        before={"state": Letter.State.ANSWERED},
        after={"state": letter.state, "judgement": letter.judgement},
    )


@action("supervision.urge_again")
def urge_again(actor: Actor, letter: Letter, judgement: str) -> Letter:
    """The answer is not enough, or there is none in time: a letter of the next level is drafted
    about what is still not done. RefusedError without a reason, before the answer is due, and above
    the highest level: then somebody is held to account."""
    _require_writer(actor)
    letter = _held(letter, Letter.State.SENT, Letter.State.ANSWERED)
    before = letter.state
    if not judgement.strip():
        raise RefusedError(_("Say why the answer is not enough."), "judgement")
    if letter.state == Letter.State.SENT and not is_late(letter):
        raise RefusedError(_("The days to answer are not over yet."))
    if letter.level >= adopted_count("supervision.levels"):
        raise RefusedError(_("There is no higher level: propose accountability instead."))
    things = list(
        letter.things.filter(obligation__state=Obligation.State.OPEN).select_related(
            "obligation", "case"
        )
    )
    if not things:
        raise RefusedError(_("Everything that it is about is done: accept the answer."))
    _judge(actor, letter, Letter.State.URGED, judgement)
    made = _draft(
        actor,
        letter.unit_id,
        letter.county,
        {one.thing: (one.obligation, one.case) for one in things},
        follows=letter,
    )
    log(
        letter,
        before={"state": before},
        after={"state": letter.state, "judgement": letter.judgement, "level": made.level},
    )
    return made


def is_addressed(account: Account | None, letter: Letter) -> bool:
    """Whether the account works for the unit, or is an officer of the county, to which the letter
    goes."""
    if account is None or not account.is_active:
        return False
    if letter.unit_id is not None:
        return account.unit_id == letter.unit_id
    return account.role == Role.COUNTY and account.county == letter.county


def is_late(letter: Letter) -> bool:
    """Whether it should have been answered by yesterday."""
    return (
        letter.state == Letter.State.SENT
        and letter.answer_due_on is not None
        and letter.answer_due_on < timezone.localdate()
    )


def accounts_of(addressed: Any) -> Any:
    """Who works where something is addressed to."""
    accounts = Account.objects.filter(is_active=True)
    if addressed.unit_id is not None:
        return accounts.filter(unit=addressed.unit_id)
    return accounts.filter(role=Role.COUNTY, unit__county=addressed.county)


def addressee_of(obligation: Obligation) -> tuple[int | None, str] | None:
    """To whom a letter about it goes: the unit that holds it, or the county whose officers do;
    ``None`` where that is neither."""
    if obligation.unit_id is not None:
        return obligation.unit_id, ""
    if obligation.role == Role.COUNTY and obligation.county:
        return None, obligation.county
    return None


def case_of(obligation: Obligation) -> Case | None:
    """The case on whose page it is done."""
    try:
        found = resolve(obligation.link.split("#")[0].split("?")[0])
    except Resolver404:
        return None
    if found.view_name != "cases:case":
        return None
    case: Case | None = Case.objects.filter(pk=found.kwargs["pk"]).first()
    return case


def thing_of(obligation: Obligation, case: Case | None) -> str:
    """What is urged once: the case, or what else the obligation is about."""
    return f"case:{case.pk}" if case is not None else f"{obligation.subject}:{obligation.key}"


def _draft(
    actor: Actor,
    unit: int | None,
    county: str,
    things: dict[str, tuple[Obligation, Case | None]],
    follows: Letter | None = None,
) -> Letter:
    assert actor.account is not None
    words = _("Matters overdue: %(count)s") % {"count": len(things)}
    try:
        with transaction.atomic():
            letter = Letter.objects.create(
                unit=Unit.objects.get(pk=unit) if unit is not None else None,
                county=county,
                level=follows.level + 1 if follows is not None else 1,
                follows=follows,
                title=words,
                text=_("See to these matters at once, and say who answers for each."),
                days=adopted_count("supervision.answer_days"),
                drafted_by=actor.account,
            )
            Thing.objects.bulk_create(
                Thing(
                    letter=letter,
                    thing=thing,
                    obligation=one,
                    case=case,
                    title=_title(one),
                    link=one.link,
                    due_on=one.due_on,
                )
                for thing, (one, case) in things.items()
            )
    except IntegrityError as error:
        raise RefusedError(_("Somebody else has just urged one of these.")) from error
    return letter


def _title(obligation: Obligation) -> dict[str, str]:
    """In both languages."""
    found = {}
    for ours, django in LANGUAGES.items():
        with override(django):
            found[ours] = kinds.title_of(obligation)
    return found


def _judge(actor: Actor, letter: Letter, state: Letter.State, judgement: str) -> None:
    letter.judgement = judgement.strip()[:1000]
    letter.judged_by, letter.judged_at = actor.account, timezone.now()
    letter.state = state
    letter.save(update_fields=["state", "judgement", "judged_by", "judged_at"])
    letter.things.update(open=False)
    close_obligations(actor, letter, ANSWER, dropped=True)
    close_obligations(actor, letter, JUDGE)


def _words(letter: Letter) -> dict[str, Any]:
    assert letter.paper is not None
    return {"number": letter.paper.code, "title": letter.title}


def _move(letter: Letter, state: Letter.State) -> None:
    letter.state = state
    letter.save(update_fields=["state"])


def _held(letter: Letter, *states: Letter.State) -> Letter:
    """The letter as it is now, held; RefusedError where it is in none of the states."""
    found: Letter = Letter.objects.select_for_update(of=("self",)).get(pk=letter.pk)
    if found.state not in states:
        raise RefusedError(
            _("Somebody else was first: this letter is: %(state)s.")
            % {"state": found.get_state_display()}
        )
    return found


def _require_writer(actor: Actor) -> None:
    require(actor, *WRITERS)
    if actor.account is None:
        raise PermissionDenied


def late_since(day: date, working_days: int) -> date:
    """What was due then, or before, is overdue by more than ``working_days`` on ``day``."""
    calendar = read_calendar(day - timedelta(days=working_days * 3 + 60), day)
    found = day - timedelta(days=1)
    while calendar.working_days_between(found, day) <= working_days:
        found -= timedelta(days=1)
    return found
