"""Bulletins are numbered without a gap, whoever publishes at the same moment."""

from __future__ import annotations

from functools import partial

import pytest

from banyan.desk.audit import Actor
from banyan.desk.bulletins import actions
from banyan.desk.bulletins.models import Bulletin, Draft, Series
from banyan.desk.people.roles import Role
from desk.at_once import at_once
from desk.bulletins.paying import YEAR, somebody, today
from desk.making import Making

pytestmark = pytest.mark.django_db(transaction=True)

AT_ONCE = 6


class PaperJamError(Exception):
    """What makes some publications fail after they took their number."""


@pytest.fixture
def drafts(monkeypatch: pytest.MonkeyPatch) -> list[Draft]:
    """Every third of them fails to be published, by its title."""

    def kept(bulletin: Bulletin) -> dict[str, str]:
        if bulletin.words["title_en"] == "fails":
            raise PaperJamError
        return {}

    monkeypatch.setattr(actions, "_keep_documents", kept)
    making = Making()
    supervisor = Actor(somebody(making, Role.SUPERVISOR, "supervisor"))
    made = [actions.draft_bulletin(supervisor, YEAR, today()) for _ in range(AT_ONCE)]
    for one in made[::3]:
        actions.edit_draft(supervisor, one, {"title_zh": "失败", "title_en": "fails"})
    return made


def _publish_all_at_once(drafts: list[Draft]) -> list[BaseException | None]:
    officer = Actor(somebody(Making(), Role.CITY, "officer"))
    return at_once(
        *(partial(actions.publish, officer, one, "https://desk.example/") for one in drafts)
    )


def test_published_at_once_and_with_failures_they_have_all_numbers_from_one(
    drafts: list[Draft],
) -> None:
    raised = _publish_all_at_once(drafts)
    failed = [place for place, error in enumerate(raised) if error is not None]
    assert failed == [0, 3], raised
    assert all(isinstance(raised[place], PaperJamError) for place in failed)
    numbers = sorted(Bulletin.objects.values_list("number", flat=True))
    assert numbers == list(range(1, AT_ONCE - len(failed) + 1))
    assert Series.objects.get(year=YEAR).last == len(numbers)


def test_one_draft_is_published_once(drafts: list[Draft]) -> None:
    raised = _publish_all_at_once([drafts[1]] * 3)
    assert sum(error is None for error in raised) == 1
    assert Bulletin.objects.count() == 1
