"""A decided round is published: proposed by one, confirmed by another; then those taken enter."""

from __future__ import annotations

from datetime import date

from django.utils import timezone
from django.utils.translation import gettext as _

from banyan.desk.audit import Actor, RefusedError, action, log
from banyan.desk.lists import telling
from banyan.desk.lists.actions.rounds import held
from banyan.desk.lists.holding import require_decider, require_writer
from banyan.desk.lists.models import Candidacy, Entry, Publication, Round, Step, Why
from banyan.desk.lists.recognizing import recognize
from banyan.desk.lists.terms import end_of_term
from banyan.desk.obligations import proposals
from banyan.desk.obligations.opening import Holder, close_obligations
from banyan.desk.people.roles import Role
from banyan.desk.policy_pack import adopted_count


@action("lists.propose_publication")
def propose_publication(
    actor: Actor, round_: Round, day: date | None = None, reason: str = ""
) -> Publication:
    """Proposes that a round be published as it is decided, those taken entering on ``day`` (today
    where not given). Raises RefusedError where somebody is not decided on, and for a day to
    come."""
    round_ = held(actor, round_, Round.State.OPEN)
    today = timezone.localdate()
    day = day or today
    if day > today or day.year < round_.year:
        raise RefusedError(_("The day lies in the year of the round, and is not to come."), "day")
    undecided = round_.candidacies.filter(state=Candidacy.State.PROPOSED).count()
    if undecided:
        raise RefusedError(_("%(count)s candidates are not decided on yet.") % {"count": undecided})
    made = Publication(round=round_, day=day, reason=reason.strip()[:1000])
    proposals.propose(
        actor,
        made,
        "lists.publish",
        Holder(role=Role.CITY),
        working_days=adopted_count("lists.publish_days"),
        words=telling.words_of(round_),
    )
    round_.state = Round.State.DECIDED
    round_.save(update_fields=["state"])
    log(made, after={"round": str(round_), "list": round_.list, "day": day, "taken": round_.taken})
    return made


@action("lists.confirm_publication")
def confirm_publication(actor: Actor, publication: Publication) -> None:
    """A second person publishes: those taken are in the list, and where that is a recognition its
    record is verified by who publishes. Raises RefusedError as ``proposals.confirm``."""
    require_writer(actor, publication.round.declared)
    publication = proposals.confirm(actor, publication)
    round_: Round = Round.objects.select_for_update().get(pk=publication.round_id)
    taken = round_.candidacies.filter(state=Candidacy.State.TAKEN)
    entries = _enter(actor, round_, list(taken.select_related("organization")), publication.day)
    round_.state, round_.published_at = Round.State.PUBLISHED, timezone.now()
    round_.save(update_fields=["state", "published_at"])
    close_obligations(actor, round_, "lists.decide")
    telling.entered(entries)
    refused = round_.candidacies.filter(state=Candidacy.State.REFUSED)
    telling.refused(list(refused.select_related("organization", "round")))
    log(
        publication,
        before={"state": Publication.State.PROPOSED},
        after={"state": publication.state, "taken": len(entries)},
    )


@action("lists.refuse_publication")
def refuse_publication(actor: Actor, publication: Publication, answer: str) -> None:
    """The second person does not publish, and says why; it can be decided anew."""
    require_decider(actor, publication.round.declared)
    publication = proposals.refuse(actor, publication, answer)
    _open_again(publication)


@action("lists.withdraw_publication")
def withdraw_publication(actor: Actor, publication: Publication) -> None:
    """Whoever proposed it takes it back; it can be decided anew."""
    require_decider(actor, publication.round.declared)
    publication = proposals.withdraw(actor, publication)
    _open_again(publication)


def _open_again(publication: Publication) -> None:
    round_: Round = Round.objects.select_for_update().get(pk=publication.round_id)
    round_.state = Round.State.OPEN
    round_.save(update_fields=["state"])
    log(
        publication,
        before={"state": Publication.State.PROPOSED},
        after={"state": publication.state, "answer": publication.answer},
    )


def _enter(actor: Actor, round_: Round, taken: list[Candidacy], day: date) -> list[Entry]:
    """Makes those taken entries. What stands in the list from an earlier year leaves where the
    list rolls over; who is in it already from elsewhere stays as it is."""
    of = round_.declared
    standing = Entry.objects.standing().filter(
        list=of.code, organization__in=[one.organization_id for one in taken]
    )
    before = {(one.tier, one.organization_id, one.subject): one for one in standing}
    stays = []
    for one in taken:
        old = before.get((one.tier, one.organization_id, one.subject))
        if old is None:
            continue
        if of.rolls_over and old.year < round_.year:
            _roll_over(actor, old, day)
        else:
            stays.append(one)
    ends = end_of_term(of, day, round_.year)
    entries = Entry.objects.bulk_create(
        Entry(
            list=of.code,
            tier=one.tier,
            batch=one.batch,
            subject=one.subject,
            organization=one.organization,
            county=one.county,
            candidacy=one,
            origin=Entry.Origin.ROUND,
            year=round_.year,
            fields=one.fields,
            stage=of.first_stage,
            entered_on=day,
            expires_on=ends,
        )
        for one in taken
        if one not in stays
    )
    recognize(actor, entries)
    Step.objects.bulk_create(
        Step(
            entry=one,
            what=Step.What.ENTERED,
            stage=one.stage,
            fields=one.fields,
            note=one.candidacy.answer if one.candidacy is not None else "",
            by=actor.account,
        )
        for one in entries
    )
    return entries


def _roll_over(actor: Actor, old: Entry, day: date) -> None:
    old.left_on, old.why = max(day, old.entered_on), Why.ROLLED
    old.save(update_fields=["left_on", "why"])
    Step.objects.create(
        entry=old, what=Step.What.LEFT, note=old.get_why_display(), by=actor.account
    )
    close_obligations(actor, old, dropped=True)
