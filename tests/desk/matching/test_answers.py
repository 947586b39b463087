"""What officers decide, what enterprises are told, and what they answer."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from banyan.desk.audit import Actor, RefusedError
from banyan.desk.audit.models import Entry
from banyan.desk.matching import actions
from banyan.desk.matching.actions.answering import is_noticed
from banyan.desk.matching.consenting import AccountGiven, payee_accounts
from banyan.desk.matching.exceptions import Word
from banyan.desk.matching.models import Consent, Match, PayeeAccount
from banyan.desk.messaging.models import Message
from banyan.desk.obligations.calendar import working_days_after
from banyan.desk.obligations.models import Obligation
from banyan.desk.people.roles import Role
from banyan.desk.records.models import Organization, Representation
from banyan.desk.settlement.models import Run
from desk.making import Making
from desk.matching.entitled import (
    YEAR,
    account_of,
    centre,
    officer,
    search,
    speaker,
    told,
)


def _confirm(making: Making, match: Match, **changes: str) -> int:
    organization = Organization.objects.get(pk=match.uscc)
    given = account_of(organization)
    values = {**given.__dict__, **changes}
    return actions.confirm(Actor(speaker(making)), match.uscc, [match.pk], AccountGiven(**values))


def _now(match: Match) -> Match:
    return Match.objects.get(pk=match.pk)


def test_telling_sends_one_message_a_person_and_opens_an_obligation_a_match(
    making: Making,
) -> None:
    organization = centre(making)
    centre(making, kind="design_centre")
    second = making.account(Role.ENTERPRISE, username="colleague")
    making.representation(second, organization)
    search()
    actions.tell(officer(making), list(Match.objects.values_list("pk", flat=True)))
    assert Message.objects.filter(kind="matching.told").count() == 2
    assert {message.context["amount"] for message in Message.objects.all()} == {"600,000.00"}
    due = working_days_after(timezone.localdate(), 10)
    duties = Obligation.objects.filter(kind="matching.confirm", state="open")
    assert list(duties.values_list("organization", "due_on")) == [(organization.pk, due)] * 2
    assert set(Match.objects.values_list("state", "due_on")) == {("told", due)}


def test_the_city_must_tell_as_long_as_somebody_was_not_told(making: Making) -> None:
    centre(making)
    search()
    assert Obligation.objects.get(kind="matching.tell").state == "open"
    actions.tell(officer(making), [Match.objects.get().pk])
    assert Obligation.objects.get(kind="matching.tell").state == "done"


def test_telling_twice_tells_once(making: Making) -> None:
    match = told(making)
    with pytest.raises(RefusedError):
        actions.tell(officer(making), [match.pk])
    assert Message.objects.count() == 1


def test_what_is_held_cannot_be_told(making: Making) -> None:
    match = told(making, level="national")
    assert match.state == "held"
    with pytest.raises(RefusedError):
        actions.tell(officer(making), [match.pk])


def test_who_has_lost_its_last_representative_is_held_instead_of_told(making: Making) -> None:
    centre(making)
    search()
    Representation.objects.all().delete()
    assert actions.tell(officer(making), [Match.objects.get().pk]) == 0
    match = Match.objects.get()
    assert (match.state, match.words) == ("held", [Word.NOBODY_REPRESENTS])


def test_a_county_officer_releases_what_was_looked_at_with_a_reason(making: Making) -> None:
    match = told(making, level="national")
    county = officer(making, Role.COUNTY, county=match.county)
    with pytest.raises(RefusedError):
        actions.release(county, [match.pk], "  ")
    actions.release(county, [match.pk], "与认定文件核对无误")
    match = _now(match)
    assert (match.state, match.exceptions, match.cleared) == ("found", "", "large_amount")
    assert Obligation.objects.get(kind="matching.review").state == "done"
    search()
    assert _now(match).state == "found"  # looked at is looked at


def test_a_large_amount_that_has_changed_is_looked_at_again(making: Making) -> None:
    match = told(making, level="national", industry="C3411")
    actions.release(officer(making), [match.pk], "right")
    making.fact(
        "recognitions",
        recognition="K1",
        organization=Organization.objects.get(),
        kind="chain_key",
        recognized_on="2026-01-01",
        verified_at=timezone.now(),
    )
    search()
    assert (_now(match).amount, _now(match).state) == (300_000_000, "held")


def test_an_officer_of_another_county_neither_releases_nor_tells(making: Making) -> None:
    match = told(making, level="national")
    elsewhere = officer(making, Role.COUNTY, county="350103")
    with pytest.raises(PermissionDenied):
        actions.release(elsewhere, [match.pk], "not mine")
    for role in (Role.FINANCE, Role.SUPERVISOR, Role.AUDITOR, Role.ADMINISTRATOR):
        with pytest.raises(PermissionDenied):
            actions.release(officer(making, role), [match.pk], "not mine")


def test_what_nobody_could_confirm_is_not_released(making: Making) -> None:
    centre(making, spoken_for=False)
    search()
    with pytest.raises(RefusedError):
        actions.release(officer(making), [Match.objects.get().pk], "anyway")


def test_what_is_held_back_after_telling_need_not_be_answered(making: Making) -> None:
    match = told(making)
    actions.hold(officer(making), [match.pk], "复核认定级别")
    match = _now(match)
    assert (match.state, match.words, match.due_on) == ("held", [Word.OFFICER], None)
    assert Obligation.objects.get(kind="matching.confirm").state == "dropped"
    assert Message.objects.get(kind="matching.held").context["reason"] == "复核认定级别"
    search()
    assert _now(match).state == "held"  # only an officer lets it go
    actions.release(officer(making), [match.pk], "right")
    assert _now(match).state == "found"


def test_confirming_leaves_a_consent_an_account_and_an_entry(making: Making) -> None:
    match = told(making)
    assert _confirm(making, match) == 1
    match = _now(match)
    assert (match.state, match.answered_by) == ("confirmed", speaker(making))
    consent = Consent.objects.get()
    assert (consent.year, consent.measure, consent.uscc) == (YEAR, match.measure, match.uscc)
    assert consent.origin == "match"
    account = payee_accounts([match.uscc])[match.uscc]
    assert (account.number, account.check_state) == ("6222020200112233445", "open")
    assert Obligation.objects.get(kind="matching.confirm").state == "done"
    entries = Entry.objects.filter(action="matching.confirm", organization=match.uscc)
    assert entries.count() == 2
    assert not any("6222020200112233445" in str(entry.after) for entry in entries)


def test_whoever_confirms_second_is_told_who_was_first(making: Making) -> None:
    match = told(making)
    _confirm(making, match)
    with pytest.raises(RefusedError, match="speaker-1"):
        _confirm(making, match)
    assert PayeeAccount.objects.count() == 1


def test_of_several_all_are_confirmed_or_none(making: Making) -> None:
    organization = centre(making)
    centre(making, kind="design_centre")
    search()
    numbers = list(Match.objects.values_list("pk", flat=True))
    actions.tell(officer(making), numbers)
    actions.decline(Actor(speaker(making)), organization.pk, numbers[:1], "no need")
    Match.objects.filter(pk=numbers[0]).update(state="gone")
    with pytest.raises(RefusedError):
        actions.confirm(Actor(speaker(making)), organization.pk, numbers, account_of(organization))
    assert _now(Match.objects.get(pk=numbers[1])).state == "told"
    assert not Consent.objects.exists()


def test_nobody_answers_for_an_organization_that_has_not_accepted_them(making: Making) -> None:
    match = told(making)
    given = account_of(Organization.objects.get())
    stranger = making.account(Role.ENTERPRISE, username="stranger")
    for actor in (Actor(stranger), officer(making), officer(making, Role.COUNTY), Actor()):
        with pytest.raises(PermissionDenied):
            actions.confirm(actor, match.uscc, [match.pk], given)
        with pytest.raises(PermissionDenied):
            actions.decline(actor, match.uscc, [match.pk], "no")
        with pytest.raises(PermissionDenied):
            actions.give_account(actor, match.uscc, given)


def test_a_match_of_another_organization_is_not_answered_along(making: Making) -> None:
    match = told(making)
    other = told(making, 2)
    given = account_of(Organization.objects.get(pk=match.uscc))
    with pytest.raises(RefusedError):
        actions.confirm(Actor(speaker(making)), match.uscc, [match.pk, other.pk], given)
    assert _now(match).state == "told"


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("number", "1234567"),
        ("number", "1" * 35),
        ("number", "62220202ABCD"),
        ("number", "６２２２０２０２００１１"),
        ("branch_code", "12345"),
        ("bank", " "),
        ("holder", ""),
    ],
)
def test_what_cannot_be_an_account_is_refused_at_its_field(
    making: Making, field: str, value: str
) -> None:
    match = told(making)
    with pytest.raises(RefusedError) as refused:
        _confirm(making, match, **{field: value})
    assert refused.value.field == field
    assert _now(match).state == "told"


def test_an_account_in_another_name_needs_an_explanation(making: Making) -> None:
    match = told(making)
    with pytest.raises(RefusedError) as refused:
        _confirm(making, match, holder="福州榕树控股有限公司")
    assert refused.value.field == "explanation"
    _confirm(making, match, holder="福州榕树控股有限公司", explanation="集团统一收款")
    account = PayeeAccount.objects.get()
    assert (account.holder, account.explanation) == ("福州榕树控股有限公司", "集团统一收款")


def test_the_width_of_a_bracket_makes_no_other_name(making: Making) -> None:
    match = told(making, name="福州榕树（集团）有限公司")
    _confirm(making, match, holder="福州榕树(集团)有限公司", explanation="left over")
    account = PayeeAccount.objects.get()
    assert (account.holder, account.explanation) == ("福州榕树(集团)有限公司", "")


def test_another_account_is_a_new_row_to_be_checked_and_the_old_one_ends(making: Making) -> None:
    match = told(making)
    _confirm(making, match, number="6222 0202-0011 2233 445")
    PayeeAccount.objects.update(check_state="good")
    given = account_of(Organization.objects.get())
    with pytest.raises(RefusedError):
        actions.give_account(Actor(speaker(making)), match.uscc, given)
    another = AccountGiven(given.holder, given.bank, "35010200000099")
    actions.give_account(Actor(speaker(making)), match.uscc, another)
    rows = PayeeAccount.objects.order_by("pk").values_list("number", "check_state")
    assert list(rows) == [("6222020200112233445", "good"), ("35010200000099", "open")]
    assert payee_accounts([match.uscc])[match.uscc].number == "35010200000099"
    assert PayeeAccount.objects.filter(ended_at=None).count() == 1


def test_declining_needs_a_reason_and_leaves_no_consent(making: Making) -> None:
    match = told(making)
    actor = Actor(speaker(making))
    with pytest.raises(RefusedError):
        actions.decline(actor, match.uscc, [match.pk], "")
    actions.decline(actor, match.uscc, [match.pk], "本年度不需要")
    match = _now(match)
    assert (match.state, match.note) == ("declined", "本年度不需要")
    assert not Consent.objects.exists()
    assert Obligation.objects.get(kind="matching.confirm").state == "done"


def _noticed(making: Making) -> None:
    Run.objects.create(year=YEAR, state=Run.State.NOTICED, noticed_on=timezone.localdate())


def test_a_mind_is_changed_until_the_public_notice_of_the_year(making: Making) -> None:
    match = told(making)
    actions.decline(Actor(speaker(making)), match.uscc, [match.pk], "first no")
    _confirm(making, match)
    assert _now(match).state == "confirmed"


def test_after_the_public_notice_only_an_officer_opens_it_again(making: Making) -> None:
    match = told(making)
    actions.decline(Actor(speaker(making)), match.uscc, [match.pk], "first no")
    _noticed(making)
    assert is_noticed(YEAR)
    with pytest.raises(RefusedError):
        _confirm(making, match)
    actions.reopen(officer(making), [match.pk], "企业来函")
    match = _now(match)
    assert (match.state, match.answered_by) == ("told", None)
    assert match.due_on == working_days_after(timezone.localdate(), 10)
    assert Message.objects.filter(kind="matching.told").count() == 2
    _confirm(making, match)
    assert _now(match).state == "confirmed"


def test_what_nobody_could_answer_is_not_opened_again(making: Making) -> None:
    first, second = told(making), told(making, 2)
    for number, match in ((1, first), (2, second)):
        actions.decline(Actor(speaker(making, number)), match.uscc, [match.pk], "no")
    Representation.objects.filter(organization=second.uscc).delete()
    assert actions.reopen(officer(making), [first.pk, second.pk], "asked") == 1
    assert (_now(first).state, _now(second).state) == ("told", "declined")


def test_every_change_of_a_match_has_an_entry_for_its_organization(making: Making) -> None:
    match = told(making, level="national")
    actions.release(officer(making), [match.pk], "right")
    actions.tell(officer(making), [match.pk])
    actions.decline(Actor(speaker(making)), match.uscc, [match.pk], "no")
    actions.reopen(officer(making), [match.pk], "asked")
    _confirm(making, match)
    own = Entry.objects.filter(subject="matching.match", key=str(match.pk))
    said: list[Any] = list(own.order_by("number").values_list("action", "organization"))
    assert said == [
        (f"matching.{verb}", match.uscc)
        for verb in ("release", "tell", "decline", "reopen", "confirm")
    ]
