"""A file as its rows say it, and what is wrong with them."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from banyan.desk.audit import Actor, RefusedError
from banyan.desk.lists.actions.proposing import Said, checked
from banyan.desk.lists.declared import DeclaredList
from banyan.desk.lists.models import Candidacy, Entry, ListImport, Round
from banyan.desk.lists.recognizing import held_records
from banyan.desk.people.roles import Role
from banyan.desk.records.importing.archive import CSV_TYPE, text_of
from banyan.desk.records.labels import language
from banyan.desk.records.models import Organization
from banyan.desk.records.rows import in_pieces
from banyan.rules.articles import Words
from banyan.rules.csv_file import read_csv
from banyan.rules.raw_table import UnreadableError
from banyan.rules.workbook import Workbook

MOST_ROWS = 20_000
FIELD = "field-"
"""Before the code of a field in the name of its column."""

_NEUTRALISED = re.compile(r"^'('*[=+\-@\t\r])")


class UnfitError(Exception):
    """A file that is no list of this kind."""


@dataclass(frozen=True)
class Column:
    """``choices``: each with a ``code`` and ``words``, either of which a cell may say."""

    name: str
    words: Words
    needed: bool
    choices: tuple[Any, ...] = ()

    def named_choices(self) -> str:
        return (", " if language() == "en" else "、").join(
            one.words[language()] for one in self.choices
        )


@dataclass
class ListRow:
    """``number`` counts the rows below the header, ``values`` are by column; ``faults`` what is
    wrong by column; ``known``: it is proposed or in the list already."""

    number: int
    values: dict[str, str]
    faults: dict[str, str] = field(default_factory=dict)
    known: bool = False

    def said(self) -> Said:
        values = self.values
        score = values.get("score", "")
        return Said(
            tier=values.get("tier", ""),
            batch=values.get("batch", ""),
            subject=values.get("subject", ""),
            reason=values.get("reason", ""),
            score=int(score) if score.isdecimal() else None,
            fields={
                name.removeprefix(FIELD): text
                for name, text in values.items()
                if name.startswith(FIELD)
            },
        )


def columns(of: DeclaredList, *, entries: bool) -> list[Column]:
    """The columns of a file of proposals, or of ``entries``."""
    found = [
        Column("uscc", {"zh": "统一社会信用代码", "en": "Credit code"}, True),
        Column("name", {"zh": "企业名称", "en": "Name"}, False),
    ]
    if of.tiered:
        found.append(
            Column("tier", {"zh": "类别或级别", "en": "Tier"}, True, (*of.tiers.values(),))
        )
    if of.batches:
        found.append(Column("batch", {"zh": "批次", "en": "Batch"}, True, (*of.batches.values(),)))
    if of.subject is not None:
        found.append(Column("subject", of.subject.words, True))
    if entries:
        found += [
            Column("entered_on", {"zh": "列入日期", "en": "Entered"}, True),
            Column("expires_on", {"zh": "有效期至", "en": "Term ends"}, False),
        ]
        if of.stages:
            stages = (*of.stages.values(),)
            found.append(Column("stage", {"zh": "阶段", "en": "Stage"}, False, stages))
    else:
        found.append(Column("reason", {"zh": "推荐理由", "en": "Reason"}, False))
        if of.scored:
            found.append(Column("score", {"zh": "得分", "en": "Score"}, False))
    fields = {one.code: one for one in of.fields}
    for tier in of.tiers.values():
        fields |= {one.code: one for one in tier.fields}
    own = {one.code for one in of.fields}
    found += [
        Column(
            f"{FIELD}{code}",
            one.words,
            not entries and not one.optional and code in own,
            (*one.choices,),
        )
        for code, one in fields.items()
    ]
    return found


def read_list(path: Path, content_type: str, wanted: list[Column]) -> list[ListRow]:
    """The rows that say anything. Raises UnfitError."""
    try:
        if content_type == CSV_TYPE:
            table: Any = read_csv(text_of(path.read_bytes()))
        else:
            book = Workbook(path)
            table = book.read(book.sheets[0])
    except UnreadableError:
        raise UnfitError from None
    known = {
        _plain(said): one.name
        for one in wanted
        for said in (one.name.removeprefix(FIELD), one.words["zh"], one.words["en"])
    }
    places = {
        known[_plain(label)]: str(place)
        for place, label in reversed(list(enumerate(table.header)))
        if _plain(label) in known
    }
    if any(one.needed and one.name not in places for one in wanted):
        raise UnfitError
    if table.frame.height > MOST_ROWS:
        raise UnfitError
    rows = []
    for number, cells in enumerate(table.frame.iter_rows(named=True), start=1):
        values = {name: _clean(cells[place]) for name, place in places.items()}
        if any(values.values()):
            rows.append(ListRow(number, {one.name: values.get(one.name, "") for one in wanted}))
    if not rows:
        raise UnfitError
    return rows


def _plain(label: str) -> str:
    return re.sub(r"[\s*＊]+", "", label or "").lower()


def _clean(cell: str | None) -> str:
    # An export puts an apostrophe before what a spreadsheet would take for a formula.
    return _NEUTRALISED.sub(r"\1", (cell or "").replace("\x00", "").strip())


def check(rows: list[ListRow], of: ListImport) -> None:
    """Finds what is wrong with each row, puts codes in place of words, and marks those that are
    there already."""
    declared = of.declared
    actor = Actor(of.made_by)
    wanted = columns(declared, entries=of.round is None)
    for row in rows:
        _in_codes(row, wanted)
    codes = {row.values["uscc"] for row in rows} - {""}
    there = _organizations(codes, of)
    known = _known(codes, of)
    seen: set[tuple[str, ...]] = set()
    records = held_records(declared, codes) if of.round is None else {}
    for row in rows:
        organization = there.get(row.values["uscc"])
        if organization is None:
            row.faults["uscc"] = _("the credit code of an organization in your remit")
            continue
        key = _key(row, declared, of.round)
        row.known = key in known
        if key in seen:
            row.faults["uscc"] = _("this row comes twice in the file")
        seen.add(key)
        try:
            if of.round is not None:
                score = row.values.get("score", "")
                if score and not score.isdecimal():
                    raise RefusedError(_("A score is a whole number from 0 to 100."), "score")
                checked(actor, of.round, organization, row.said())
            else:
                _check_entry(row, declared, records)
        except RefusedError as error:
            row.faults.setdefault(_column(error.field, row), str(error))


def _check_entry(row: ListRow, of: DeclaredList, records: dict[tuple[str, str], Any]) -> None:
    values = row.values
    tier = of.tiers.get(values.get("tier", ""))
    if tier is None:
        raise RefusedError(_("Choose the tier."), "tier")
    if of.batches and values.get("batch", "") not in of.batches:
        raise RefusedError(_("Choose the batch."), "batch")
    if of.subject is not None and not values.get("subject"):
        raise RefusedError(_("%(field)s is needed.") % {"field": of.subject.name}, "subject")
    entered = _day(values["entered_on"], "entered_on")
    if entered is None or entered > timezone.localdate():
        raise RefusedError(_("A day that is not to come."), "entered_on")
    expires = _day(values.get("expires_on", ""), "expires_on")
    if expires is not None and expires <= entered:
        raise RefusedError(_("The term ends after it begins."), "expires_on")
    if tier.recognition is not None and (values["uscc"], tier.code) not in records:
        raise RefusedError(
            _("There is no verified record of this recognition; propose it in a round."), "tier"
        )


def _day(text: str, name: str) -> date | None:
    if not text:
        return None
    try:
        return date.fromisoformat(text[:10].replace("/", "-"))
    except ValueError:
        raise RefusedError(_("a day like 2026-05-01"), name) from None


def _column(field: str, row: ListRow) -> str:
    return field if field in row.values else "uscc"


def _in_codes(row: ListRow, wanted: list[Column]) -> None:
    """Words of tiers, batches, stages and choices as their codes; what is none of them is a
    fault."""
    values = row.values
    values["uscc"] = values["uscc"].upper()
    for one in wanted:
        said = values.get(one.name, "")
        if not said or not one.choices:
            continue
        code = _code_of(said, one.choices)
        if code is None:
            row.faults[one.name] = _("one of: %(words)s") % {"words": one.named_choices()}
        else:
            values[one.name] = code


def _code_of(text: str, choices: Iterable[Any]) -> str | None:
    for one in choices:
        if text.lower() in (one.code.lower(), *(said.lower() for said in one.words.values())):
            return str(one.code)
    return None


def _organizations(codes: set[str], of: ListImport) -> dict[str, Any]:
    account = of.made_by
    visible = Organization.objects.all()
    if account is not None and account.role != Role.DEPARTMENT:
        visible = visible.visible_to(account)
    found: dict[str, Any] = {}
    for piece in in_pieces(sorted(codes)):
        found |= visible.in_bulk(piece)
    return found


def _key(row: ListRow, of: DeclaredList, round_: Round | None) -> tuple[str, ...]:
    subject = row.values.get("subject", "") if of.subject is not None else ""
    if round_ is not None:
        return (row.values["uscc"], subject)
    return (row.values["uscc"], subject, row.values.get("tier", ""))


def _known(codes: set[str], of: ListImport) -> set[tuple[str, ...]]:
    found: set[tuple[str, ...]] = set()
    for piece in in_pieces(sorted(codes)):
        if of.round is not None:
            proposed = Candidacy.objects.filter(
                round=of.round, organization__in=piece, state__in=["proposed", "taken"]
            )
            found.update(proposed.values_list("organization_id", "subject"))
        else:
            standing = Entry.objects.standing().filter(list=of.list, organization__in=piece)
            found.update(standing.values_list("organization_id", "subject", "tier"))
    return found
