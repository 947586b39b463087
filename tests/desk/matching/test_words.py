"""What people are told of matches can be put into words, in both languages."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone
from django.utils.translation import override

from banyan.desk.audit import Actor
from banyan.desk.matching import actions, daily
from banyan.desk.matching.exceptions import EXPLANATIONS, Word
from banyan.desk.matching.models import Match
from banyan.desk.messaging import templates
from banyan.desk.messaging.models import Message
from banyan.desk.obligations import kinds
from banyan.desk.obligations.models import Obligation
from banyan.desk.people.roles import Role
from banyan.desk.records.models import FACTS, Organization
from desk.making import Making
from desk.matching.entitled import SYSTEM, account_of, officer, search, speaker, told

RECOGNITIONS: Any = FACTS["recognitions"]


def _everything(making: Making) -> None:
    """One of each message and obligation."""
    match = told(making)
    told(making, 2, level="national")
    recognition = FACTS["recognitions"].objects.filter(organization=match.uscc)
    recognition.update(level="provincial")
    search()
    actions.hold(officer(making), [match.pk], "复核")
    actions.release(officer(making), [match.pk], "right")
    actions.tell(officer(making), [match.pk])
    match.refresh_from_db()
    assert match.due_on is not None
    daily.on_day(SYSTEM, match.due_on)
    daily.on_day(SYSTEM, match.due_on + timedelta(days=1))
    given = account_of(Organization.objects.get(pk=match.uscc))
    actions.confirm(Actor(speaker(making)), match.uscc, [match.pk], given)
    recognition.delete()
    search()


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_every_message_and_obligation_of_matches_has_words(making: Making, language: str) -> None:
    _everything(making)
    own = {kind for kind in templates.declared_kinds() if kind.startswith("matching.")}
    assert set(Message.objects.values_list("kind", flat=True)) == own
    duties = {kind for kind in kinds.declared_kinds() if kind.startswith("matching.")}
    assert set(Obligation.objects.values_list("kind", flat=True)) == duties
    with override(language):
        for message in Message.objects.all():
            words = templates.render(message.kind, message.context)
            assert "%" not in words.subject + words.body
            assert ("元" in words.body + words.subject) == (language == "zh-hans") or (
                message.kind == "matching.held"
            )
        for obligation in Obligation.objects.all():
            assert "%" not in kinds.title_of(obligation)


def test_a_message_leads_to_the_page_where_it_is_answered(making: Making) -> None:
    match = told(making)
    message = Message.objects.get()
    assert message.link == f"/matches/organizations/{match.uscc}/"
    assert message.organization == match.uscc
    assert Obligation.objects.get(kind="matching.confirm").link == message.link
    assert Obligation.objects.get(kind="matching.tell").role == Role.CITY
    assert match.told_at is not None
    assert timezone.localdate(match.told_at) == timezone.localdate()


def test_every_exception_has_an_explanation() -> None:
    assert set(EXPLANATIONS) == set(Word)
    assert {field.max_length for field in [Match._meta.get_field("exceptions")]} == {200}
    assert len(";".join(Word.values)) <= 200
