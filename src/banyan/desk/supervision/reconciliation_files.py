"""A reconciliation as files: the whole list as a workbook, what it adds up to on paper."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from typing import IO, Any

from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Font

from banyan.desk.bulletins.composing import LANGUAGES
from banyan.desk.bulletins.documents import as_pdf
from banyan.desk.cases.states import Level, State
from banyan.desk.people.models import Unit
from banyan.desk.records.exporting import neutral
from banyan.desk.supervision.issuing import frame, numbered
from banyan.desk.supervision.models import Difference, Reconciliation
from banyan.desk.supervision.periods import Period

STREAMED = 2_000
ON_PAPER = 100
"""Differences that stand on paper; all stand in the workbook."""


def workbook_of(reconciliation: Reconciliation) -> IO[bytes]:
    """Every row with its differences and explanations, in the active language."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet(_("Monthly reconciliation")[:31])
    sheet.freeze_panes = "A2"
    heads = []
    for text in _heads():
        cell = WriteOnlyCell(sheet, text)
        cell.font = Font(bold=True)
        heads.append(cell)
    sheet.append(heads)
    for row in _rows(reconciliation):
        cells = []
        for value in row:
            cell = WriteOnlyCell(sheet, neutral(value) if isinstance(value, str) else value)
            if isinstance(value, str):
                cell.data_type = "s"
            cells.append(cell)
        sheet.append(cells)
    file = tempfile.TemporaryFile()  # noqa: SIM115 - it is closed with the answer
    book.save(file)
    file.seek(0)
    return file


def _heads() -> list[str]:
    return [
        *(_("Number"), _("Title"), _("State"), pgettext("a case", "Ledger"), _("Lead unit")),
        *(_("recorded in the month"), _("closed in the month"), _("opened again")),
        *(
            _("taken to the city ledger"),
            _("handed back"),
            _("Discrepancies"),
            _("Explanation of it"),
        ),
    ]


def _rows(reconciliation: Reconciliation) -> Iterator[list[Any]]:
    units = {one.pk: one.name for one in Unit.objects.all()}
    states = {one.value: str(one.label) for one in State}
    levels = {one.value: str(one.label) for one in Level}
    codes = {one.value: str(one.label) for one in Difference.Code}
    rows = reconciliation.rows.prefetch_related("differences").order_by("pk")
    for row in rows.iterator(STREAMED):
        differences = list(row.differences.all())
        yield [
            row.reference,
            row.title,
            states[row.state],
            levels[row.level],
            units.get(row.unit_id or 0, ""),
            int(row.opened),
            row.closed,
            row.reopened,
            int(row.escalated),
            row.handed_back,
            "; ".join(codes[one.code] for one in differences),
            "; ".join(filter(None, (one.explanation for one in differences))),
        ]


def pdf_of(reconciliation: Reconciliation, language: str) -> bytes:
    """What it adds up to, the differences, and the signatures. Raises FontsMissingError."""
    with translation.override(LANGUAGES[language]):
        said = _said(reconciliation, language)
    made_on = timezone.localdate(reconciliation.made_at)
    framed = frame(
        said, language, year=reconciliation.month.year, number=reconciliation.version, day=made_on
    )
    framed["number"] = said["number"]
    return as_pdf(framed, made_on)


def _said(one: Reconciliation, language: str) -> dict[str, Any]:
    content = one.content
    period = Period.month_of(one.month)
    counts = [
        (pgettext("cases", "carried over"), content["carried"]),
        (_("recorded in the month"), content["opened"]),
        (_("opened again"), content["reopened"]),
        (_("closed in the month"), content["closed"]),
        (_("taken to the city ledger"), content["escalated"]),
        (_("handed back"), content["handed_back"]),
    ]
    for level, states in content["open"].items():
        for state, count in states.items():
            label = _("open: %(ledger)s, %(state)s") % {
                "ledger": Level(level).label,
                "state": State(state).label,
            }
            counts.append((label, count))
    differences = list(one.differences.select_related("row")[:ON_PAPER])
    more = one.differences.count() - len(differences)
    explained = [
        [
            str(place),
            {"text": f"{found.row.reference} {found.row.title}"},
            {"text": str(found.get_code_display())},
            {"text": found.explanation or "–"},
        ]
        for place, found in enumerate(differences, 1)
    ]
    signed = [
        {
            "text": _("%(side)s: %(name)s, %(day)s")
            % {
                "side": sign.get_side_display(),
                "name": str(sign.by),
                "day": timezone.localtime(sign.at).strftime("%Y-%m-%d %H:%M"),
            }
        }
        for sign in one.signatures.select_related("by")
    ]
    table: dict[str, Any] = {"lagging": [], "total": False, "texts": True}
    more_words = [
        [{"text": _("%(count)s more stand in the workbook.") % {"count": more}}] if more else []
    ]
    return {
        "series": _("Monthly reconciliation"),
        "number": _("%(month)s, version %(version)s")
        % {"month": period.words, "version": one.version},
        "title": _("County ledger and city ledger of %(county)s, %(month)s")
        % {"county": one.county_name, "month": period.words},
        "to": "",
        "sections": [
            {
                "title": numbered(1, _("What it adds up to"), language),
                "paragraphs": [],
                "table": table
                | {
                    "headers": [pgettext("a row", "No."), _("Item of the list"), _("How many")],
                    "widths": [14, 100, 30],
                    "rows": [
                        [str(place), {"text": label}, {"text": f"{count:,}"}]
                        for place, (label, count) in enumerate(counts, 1)
                    ],
                },
            },
            {
                "title": numbered(2, _("Discrepancies"), language),
                "paragraphs": [part for part in more_words if part]
                if explained
                else [[{"text": _("There are none.")}]],
                "table": table
                | {
                    "headers": [
                        pgettext("a row", "No."),
                        pgettext("a case", "Case"),
                        _("Discrepancy"),
                        _("Explanation of it"),
                    ],
                    "widths": [12, 60, 42, 42],
                    "rows": explained,
                },
            },
            {
                "title": numbered(3, _("Signed"), language),
                "paragraphs": [
                    *([one] for one in signed or [{"text": _("Nobody has signed yet.")}]),
                    [{"text": f"SHA-256 {one.sha256}"}],
                ],
            },
        ],
    }
