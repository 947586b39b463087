"""Of two people who decide on the same application at the same moment one wins, and the other is
told."""

from __future__ import annotations

from typing import Any

import pytest

from banyan.desk.applications.actions import moving
from banyan.desk.applications.errors import MovedError
from banyan.desk.applications.models import Application, Step
from banyan.desk.applications.states import State, Transition
from desk.applications.applying import Applying
from desk.at_once import at_once
from desk.making import Making

pytestmark = pytest.mark.django_db(transaction=True)


def _both_decide() -> tuple[Application, list[BaseException | None]]:
    """One officer forwards what another refuses; both have read it as it was submitted."""
    applying = Applying(Making())
    submitted = applying.submitted()
    first, second = (Application.objects.get(pk=submitted.pk) for _ in range(2))
    raised = at_once(
        lambda: moving.forward(applying.county, first),
        lambda: moving.refuse(applying.county, second, "no industry"),
    )
    return Application.objects.get(pk=submitted.pk), raised


def _unguarded(read: Application, step: Transition, values: dict[str, Any]) -> Application:
    """What it would be to change what was read without comparing."""
    found = Application.objects.filter(pk=read.pk)
    found.update(state=step.target, version=read.version + 1, **values)
    return Application.objects.select_related("organization").get(pk=read.pk)


def test_without_the_comparison_both_believe_that_they_decided(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(moving, "_swap", _unguarded)
    application, raised = _both_decide()
    assert raised == [None, None]
    steps = Step.objects.filter(application=application, source=State.COUNTY_REVIEW)
    assert steps.count() == 2


def test_with_it_one_wins_and_the_other_is_told() -> None:
    application, raised = _both_decide()
    told = [error for error in raised if error is not None]
    assert len(told) == 1
    assert isinstance(told[0], MovedError)
    assert told[0].application.state == application.state
    steps = Step.objects.filter(application=application, source=State.COUNTY_REVIEW)
    assert [step.target for step in steps] == [application.state]
