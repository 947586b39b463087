"""What an organization should do next, and by when, from what is kept of it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from banyan.desk.benefits.page import Page
from banyan.rules.advice import Action
from banyan.rules.wording import Wording, fen

SHOWN_NEAR = 6
"""Thresholds among the next steps; the page lists all."""


@dataclass(frozen=True)
class NextStep:
    """``kind`` is elect, withdraw, declare, raise, verify or renew. ``by`` is the last day, where
    the facts or the notice give one; ``brings`` in fen, where that is known. ``details`` are
    sentences; ``table`` is where the facts are declared."""

    kind: str
    title: str
    details: tuple[str, ...]
    by: date | None = None
    brings: int | None = None
    measure: str = ""
    table: str = ""


def next_steps(
    page: Page, advice: Mapping[str, Any] | None, wording: Wording, today: date
) -> list[NextStep]:
    """What has the earliest last day first, then what brings most. Of a year that is over there
    is nothing left to do."""
    end = page.last_day
    if today > end:
        return []
    found = [
        *_elections(page, advice, wording, end),
        *_thresholds(page, end),
        *_facts(page),
        *_verification(page),
        *_renewals(page, today),
    ]
    return sorted(found, key=lambda step: (step.by or date.max, -(step.brings or 0)))


def _elections(
    page: Page, advice: Mapping[str, Any] | None, wording: Wording, end: date
) -> Iterator[NextStep]:
    if advice is None:
        return
    brings = fen(advice["best"]["total"]) - fen(advice["present"]["total"])
    for project in advice["projects"]:
        action = Action(project["action"])
        words = {
            "project": project["name"] or project["project"],
            "measure": wording.word("measures", project["best"]),
        }
        if action is Action.DECLARE:
            title = _("Elect “%(measure)s” for “%(project)s”") % words
        elif action is Action.WITHDRAW:
            title = _("Take back the election for “%(project)s”") % words
        else:
            continue
        detail = _("One project gets only one of these measures; this combination pays most.")
        kind = "elect" if action is Action.DECLARE else "withdraw"
        yield NextStep(
            kind,
            title,
            (detail,),
            end,
            brings or None,
            project["best"],
            "elections",
        )


def _thresholds(page: Page, end: date) -> Iterator[NextStep]:
    for near in page.near[:SHOWN_NEAR]:
        title = _("Reach “%(measure)s”") % {"measure": near.measure.words}
        if near.label:
            title = _("Reach “%(measure)s” with “%(label)s”") % {
                "measure": near.measure.words,
                "label": near.label,
            }
        details = tuple(map(gap_in_words, near.gaps))
        yield NextStep("raise", title, details, end, near.would, near.measure.code)


def gap_in_words(gap: Mapping[str, Any]) -> str:
    """A threshold that is missed, and by how much, as a sentence."""
    words = (
        _("%(label)s: %(missing)s more (now %(have)s of %(need)s).")
        if gap["short"]
        else _("%(label)s: %(missing)s too much (now %(have)s, at most %(need)s).")
    )
    return words % gap


def _facts(page: Page) -> Iterator[NextStep]:
    """One step for each record that lacks facts."""
    by_record: dict[tuple[str, str], tuple[dict[str, None], dict[str, None]]] = {}
    for asked in page.incomplete:
        for fact in asked.missing:
            whose = asked.label if fact["table"] != "organizations" else page.name
            labels, measures = by_record.setdefault((fact["table"], whose), ({}, {}))
            labels[fact["label"]] = None
            measures[asked.measure.words] = None
    for (table, whose), (labels, measures) in by_record.items():
        yield NextStep(
            "declare",
            _("Tell what is not known of “%(record)s”") % {"record": whose},
            (
                _("Not known: %(facts)s.") % {"facts": _list(labels)},
                _("It decides: %(measures)s.") % {"measures": _list(measures)},
            ),
            table=table,
        )


def _verification(page: Page) -> Iterator[NextStep]:
    tables = dict.fromkeys(
        record.words for one in page.yours for line in one.lines for record in line.unverified
    )
    if tables:
        yield NextStep(
            "verify",
            _("Have your records verified"),
            (
                _("Amounts are paid from verified records. Not verified yet: %(tables)s.")
                % {"tables": _list(tables)},
            ),
            brings=page.to_verify or None,
        )


def _renewals(page: Page, today: date) -> Iterator[NextStep]:
    for one in page.expiring:
        last = one["on"] - timedelta(days=1)
        if today <= last <= date(page.year + 1, 12, 31):
            yield NextStep(
                "renew",
                _("Renew “%(recognition)s”") % {"recognition": one["words"]},
                (_("That is the last day on which it holds; measures may depend on it."),),
                last,
                table="recognitions",
            )


def _list(words: Mapping[str, None]) -> str:
    return pgettext("list", ", ").join(words)
