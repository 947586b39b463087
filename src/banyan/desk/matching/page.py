"""Matches arranged for a reader: what each gives and why, the record behind, where it stands."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from banyan.desk.benefits.keeping import current
from banyan.desk.matching.exceptions import EXPLANATIONS, Word
from banyan.desk.matching.models import Match
from banyan.desk.matching.money import Money, Step, money_of, steps
from banyan.desk.people.models import Account
from banyan.desk.policy.pack_in_force import pack_in_force
from banyan.desk.records.labels import language, table_label, word_label
from banyan.desk.records.models import FACTS, Organization
from banyan.rules.errors import FactsError, UsageError
from banyan.rules.wording import fen

COLOURS = {
    "found": "azure",
    "held": "yellow",
    "told": "blue",
    "confirmed": "green",
    "declined": "secondary",
    "lapsed": "orange",
    "gone": "secondary",
}


@dataclass(frozen=True)
class Behind:
    """The record that a line stands on. ``document`` is the file that it came from; empty where
    there is none."""

    table: str
    words: str
    primary: str
    source: str
    document: str
    verified: str


@dataclass(frozen=True)
class Line:
    """``steps`` is the arithmetic in words (``benefits/arithmetic.html``); empty where the engine,
    on all records and not only the verified ones, comes to another ``elsewhere``."""

    label: str
    amount: int
    steps: Sequence[Mapping[str, Any]]
    changes: Sequence[str]
    elsewhere: int | None
    behind: Behind | None


@dataclass(frozen=True)
class Shown:
    """A match for a page."""

    match: Match
    name: str
    words: str
    state: str
    colour: str
    county: str
    articles: Sequence[Sequence[str]]
    lines: Sequence[Line]
    steps: Sequence[Step]
    money: Money
    exceptions: Sequence[tuple[str, str]]
    cleared: Sequence[str]


def shown(account: Account | None, organization: Any, matches: Iterable[Match]) -> list[Shown]:
    """Matches of one organization with all that there is to say."""
    wanted = list(matches)
    explained: dict[int, Mapping[str, Any]] = {}
    for year in {match.year for match in wanted}:
        explained[year] = _explained(organization, year)
    money, today = money_of(wanted), timezone.localdate()
    return [
        Shown(
            match=match,
            name=organization.name,
            words=word_label("measure", match.measure),
            state=str(match.get_state_display()),
            colour=COLOURS[match.state],
            county=word_label("county", match.county),
            articles=_articles(match.measure),
            lines=_lines(account, match, explained[match.year].get(match.measure, {})),
            steps=steps(match, money[match.pk], today),
            money=money[match.pk],
            exceptions=exceptions_of(match),
            cleared=[str(Word(word).label) for word in match.cleared.split(";") if word],
        )
        for match in wanted
    ]


def exceptions_of(match: Match) -> list[tuple[str, str]]:
    """Each word with its explanation."""
    return [(str(Word(word).label), str(EXPLANATIONS[Word(word)])) for word in match.words]


def _articles(code: str) -> list[tuple[str, str]]:
    pack, of = pack_in_force(), language()
    found = []
    for number in pack.measure(code).articles:
        article = pack.articles[number]
        found.append((number, article.title[of]))
    return found


def _explained(organization: Any, year: int) -> Mapping[str, Any]:
    """The lines by measure and subject, as the engine explains them on all that is recorded; empty
    where it cannot, or has not yet."""
    try:
        state = current(organization, year)
    except (FactsError, UsageError):
        return {}
    if state.benefits is None:
        return {}
    measures = state.benefits.kept["explanations"][language()]["measures"]
    return {one["measure"]: {line["subject"]: line for line in one["lines"]} for one in measures}


def _lines(account: Account | None, match: Match, explained: Mapping[str, Any]) -> list[Line]:
    table = pack_in_force().measure(match.measure).candidates.table
    behind = _behind(account, match, table)
    found = []
    for line in match.lines:
        subject, amount = line["subject"], int(line["amount"])
        said = explained.get(subject)
        other = fen(said["amount"]) if said is not None else None
        same = other == amount
        found.append(
            Line(
                label=said["label"] if said is not None else "",
                amount=amount,
                steps=said["steps"] if said is not None and same else (),
                changes=said["reason_words"] if said is not None and same else (),
                elsewhere=None if same else other,
                behind=behind.get(subject),
            )
        )
    return found


def _behind(account: Account | None, match: Match, table: str) -> dict[str, Behind]:
    """The records behind the lines that the account may see, by subject."""
    model: Any = FACTS[table]
    subject = model.attributes[model.table.key[0]]
    wanted = [line["subject"] for line in match.lines]
    rows = model.objects.visible_to(account).filter(**{f"{subject}__in": wanted})
    if any(column.name == "year" for column in model.table.columns):
        rows = rows.filter(year=match.year)
    found = {}
    for row in rows.select_related("source__upload", "verified_by"):
        verified = ""
        if row.verified_at is not None:
            verified = _("verified on %(day)s by %(name)s") % {
                "day": timezone.localdate(row.verified_at).isoformat(),
                "name": str(row.verified_by or _("the system")),
            }
        found[str(getattr(row, subject))] = Behind(
            table=table,
            words=table_label(table),
            primary=str(row.pk),
            source=str(row.source),
            document=row.source.upload.name if row.source.upload is not None else "",
            verified=verified,
        )
    return found


def organizations_of(matches: Iterable[Match]) -> dict[str, str]:
    """The names of the organizations by credit code."""
    codes = {match.uscc for match in matches}
    return dict(Organization.objects.filter(pk__in=codes).values_list("pk", "name"))
