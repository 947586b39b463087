"""Every action leaves an entry, and has words by which people read it."""

from __future__ import annotations

import pytest
from django.utils import translation

from banyan.desk.audit import ACTIONS
from banyan.desk.audit.action_words import ACTION_WORDS
from banyan.desk.audit.changes import changes_of, subject_of
from banyan.desk.audit.models import Entry
from desk.making import Making
from desk.walking import import_everything, of_scenarios

import_everything()
NAMES = sorted(name for name in ACTIONS if not name.startswith("test."))


def test_there_are_actions_to_walk() -> None:
    assert "people.lock_account" in NAMES


@pytest.mark.parametrize("name", NAMES)
def test_every_action_leaves_an_entry(making: Making, name: str) -> None:
    scenarios = of_scenarios("SCENARIOS")
    assert name in scenarios, (
        f"{name} has no scenario: add it to SCENARIOS of tests/desk/<app>/scenarios.py"
    )
    before = Entry.objects.filter(action=name).count()
    scenarios[name](making)
    assert Entry.objects.filter(action=name).count() > before
    with translation.override("zh-hans"):
        said = {entry.subject: subject_of(entry) for entry in Entry.objects.all()}
        for entry in Entry.objects.all():
            assert len(changes_of(entry)) >= len({*(entry.before or ()), *(entry.after or ())})
    assert [subject for subject, words in said.items() if words.isascii()] == []


@pytest.mark.parametrize("name", NAMES)
def test_every_action_has_words(name: str) -> None:
    assert name in ACTION_WORDS, f"{name} has no words in banyan.desk.audit.action_words"


def test_no_scenario_is_of_an_action_that_is_gone() -> None:
    assert set(of_scenarios("SCENARIOS")) <= set(NAMES)
