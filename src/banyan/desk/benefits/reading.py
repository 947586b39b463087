"""An organization's benefits as JSON, for programs."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from django.utils import timezone
from django.utils.translation import override

from banyan.desk.benefits.keeping import Current, current, renew
from banyan.desk.benefits.page import page_of
from banyan.desk.benefits.steps import next_steps
from banyan.rules.wording import Wording, yuan


def benefits_of(organization: Any, year: int, language: str) -> dict[str, Any]:
    """What the page shows: the ``Explanation`` of every measure (``measures``, each line with its
    ``label`` too), the sums of the page in yuan, which measures are in which of its groups, what
    to do next, the best elections (``advice``; null where there are none to advise on).

    ``places_as_of`` is when the city was settled last; null where it never was: then a measure for
    which others compete is in ``open`` and in no sum. No scope is applied. Raises FactsError where
    the records do not hold together, UsageError for a year out of force."""
    state = current(organization, year)
    if state.benefits is None:
        state = Current(renew(organization.pk, year), state.held, state.pack, renewing=False)
    assert state.benefits is not None
    kept = state.benefits.kept
    with override("zh-hans" if language == "zh" else "en"):
        page = page_of(state, language)
        steps = next_steps(
            page, kept["advice"], Wording(state.pack, language), timezone.localdate()
        )
    held = state.held if state.benefits.boards_version else None
    return {
        **kept["explanations"][language],
        "amount": yuan(page.total),
        "contested": yuan(page.contested),
        "to_verify": yuan(page.to_verify),
        "groups": {
            "yours": [one.measure.code for one in page.yours if not one.open],
            "open": [one.measure.code for one in page.yours if one.open],
            "unpaid": _codes(page.unpaid),
            "near": _codes(page.near),
            "incomplete": _codes(page.incomplete),
            "not_recorded": _codes(page.not_recorded),
            "not_for_you": _codes(page.not_for_you),
        },
        "next_steps": [
            asdict(step)
            | {
                "by": None if step.by is None else step.by.isoformat(),
                "brings": None if step.brings is None else yuan(step.brings),
            }
            for step in steps
        ],
        "advice": kept["advice"],
        "computed_at": state.benefits.computed_at.isoformat(),
        "places_as_of": held.settled_at.isoformat() if held and held.settled_at else None,
        "renewing": state.renewing,
    }


def _codes(group: Any) -> list[str]:
    return list(dict.fromkeys(one.measure.code for one in group))
