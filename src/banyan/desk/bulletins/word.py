"""A bulletin as a Word file."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, time
from typing import Any

from docx import Document
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_TAB_ALIGNMENT
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor

RED, LINK, GREY = "C00000", "1F4E79", "EEEEEE"
BLUE, LAGGING = "2F6F9F", "FDF0EF"
BODY, HEADING = "仿宋", "黑体"
TEXT_WIDTH = 156
"""Millimetres between the margins of the page."""

WIDTHS = (14, 50, 28, 28, 18, 18)
"""Millimetres of a table's columns, where it does not say others."""

BAR = 96
"""Millimetres of a whole bar of the chart."""


def word_document(said: Mapping[str, Any], day: date) -> bytes:
    """The .docx of ``said`` (see ``composing`` and ``documents.linked``). The same words and day
    give the same bytes."""
    return _Writing(said).file(day)


class _Writing:
    def __init__(self, said: Mapping[str, Any]) -> None:
        self.said = said
        self.chinese = said["language"] == "zh"
        self.document: Any = Document()

    def file(self, day: date) -> bytes:
        self._page()
        self._head()
        for section in self.said["sections"]:
            self._section(section)
        self._signature()
        return self._saved(day)

    def _page(self) -> None:
        section = self.document.sections[0]
        section.page_width, section.page_height = Mm(210), Mm(297)
        section.left_margin, section.right_margin = Mm(28), Mm(26)
        section.top_margin, section.bottom_margin = Mm(34), Mm(32)
        style = self.document.styles["Normal"]
        style.font.name, style.font.size = "Times New Roman", Pt(14 if self.chinese else 12)
        style.element.rPr.rFonts.set(qn("w:eastAsia"), BODY)
        style.paragraph_format.line_spacing = 1.4
        style.paragraph_format.space_after = Pt(4)
        footer = section.footer.paragraphs[0]
        footer.alignment = WD_ALIGN_PARAGRAPH.CENTER
        before, rest = self.said["page"].split("{page}")
        between, after = rest.split("{pages}")
        for text, code in ((before, "PAGE"), (between, "NUMPAGES"), (after, "")):
            _run(footer, text, size=10.5)
            if code:
                _counter(footer, code)

    def _head(self) -> None:
        centre = WD_ALIGN_PARAGRAPH.CENTER
        series = self._paragraph(alignment=centre)
        _run(series, self.said["series"], size=30 if self.chinese else 22, bold=True, colour=RED)
        _run(self._paragraph(alignment=centre), self.said["number"])
        line = self._paragraph()
        line.paragraph_format.tab_stops.add_tab_stop(Mm(TEXT_WIDTH), WD_TAB_ALIGNMENT.RIGHT)
        _run(line, f"{self.said['issuer']}\t{self.said['date']}")
        _red_line(line)
        title = self._paragraph(alignment=centre)
        title.paragraph_format.space_before = title.paragraph_format.space_after = Pt(14)
        _run(title, self.said["title"], size=20 if self.chinese else 17, bold=True, font=HEADING)
        _run(self._paragraph(), self.said["to"])

    def _section(self, section: Mapping[str, Any]) -> None:
        heading = self._paragraph(indented=True)
        heading.paragraph_format.keep_with_next = True
        heading.paragraph_format.space_before = Pt(8)
        _run(heading, section["title"], bold=not self.chinese, font=HEADING)
        for runs in section["paragraphs"]:
            self._runs(self._paragraph(indented=True), runs)
        table = section.get("table")
        if table and len(table["rows"]) > table.get("total", True):
            self._table(table)
        chart = section.get("chart")
        if chart and chart["bars"]:
            self._chart(chart)

    def _table(self, said: Mapping[str, Any]) -> None:
        """``widths`` in millimetres where it has other columns than a bulletin of payment; with
        ``total`` false its last row is one as the others; with ``texts`` true its cells are words
        and not figures."""
        rows = said["rows"]
        widths = said.get("widths", WIDTHS)
        table = self.document.add_table(rows=1 + len(rows), cols=len(said["headers"]))
        table.style, table.alignment = "Table Grid", WD_TABLE_ALIGNMENT.CENTER
        table.autofit = False
        _repeated(table.rows[0])
        self._cells(table.rows[0], [{"text": one} for one in said["headers"]], widths, head=True)
        for place, row in enumerate(rows):
            whole = place == len(rows) - 1 and said.get("total", True)
            cells = [{"text": one} if isinstance(one, str) else one for one in row]
            texts = bool(said.get("texts"))
            self._cells(table.rows[place + 1], cells, widths, bold=whole, texts=texts)
            if place in said["lagging"]:
                for cell in table.rows[place + 1].cells:
                    _shade(cell, LAGGING)
        self.document.add_paragraph()

    def _cells(
        self,
        row: Any,
        said: Sequence[Mapping[str, str]],
        widths: Sequence[int],
        *,
        head: bool = False,
        bold: bool = False,
        texts: bool = False,
    ) -> None:
        for place, (cell, one, width) in enumerate(zip(row.cells, said, widths, strict=True)):
            cell.width = Mm(width)
            paragraph = _tight(cell)
            if head or place == 0:
                paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
            elif place > 1 and not texts:
                paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
            self._runs(paragraph, [one], size=10, bold=head or bold)

    def _chart(self, chart: Mapping[str, Any]) -> None:
        """Bars from shaded cells: every row a table of its own, as wide as its share."""
        caption = self._paragraph(alignment=WD_ALIGN_PARAGRAPH.CENTER)
        caption.paragraph_format.keep_with_next = True
        _run(caption, f"{chart['caption']} ({chart['elapsed_text']})", size=10, bold=True)
        for bar in chart["bars"]:
            done = max(1, round(BAR * min(bar["share"], 1_000_000) / 1_000_000))
            parts = [(38, ""), (done, RED if bar["lags"] else BLUE), (max(1, BAR - done), GREY)]
            table = self.document.add_table(rows=1, cols=4)
            table.autofit, table.alignment = False, WD_TABLE_ALIGNMENT.CENTER
            cells = table.rows[0].cells
            for cell, (width, colour) in zip(cells, [*parts, (20, "")], strict=True):
                cell.width = Mm(width)
                paragraph = _tight(cell)
                if colour:
                    _shade(cell, colour)
                    _run(paragraph, "", size=6)
            for column, (width, _colour) in zip(table.columns, [*parts, (20, "")], strict=True):
                column.width = Mm(width)
            self._runs(cells[0].paragraphs[0], [{"text": bar["name"]}], size=9)
            self._runs(cells[3].paragraphs[0], [bar], size=9)
            _gap(self.document.add_paragraph())

    def _signature(self) -> None:
        for place, text in enumerate((self.said["issuer"], self.said["date"])):
            paragraph = self._paragraph(alignment=WD_ALIGN_PARAGRAPH.RIGHT)
            paragraph.paragraph_format.right_indent = Mm(12)
            paragraph.paragraph_format.keep_with_next = place == 0
            if place == 0:
                paragraph.paragraph_format.space_before = Pt(28)
            _run(paragraph, text)

    def _paragraph(self, *, alignment: Any = None, indented: bool = False) -> Any:
        paragraph = self.document.add_paragraph()
        paragraph.alignment = alignment
        if indented and self.chinese:
            paragraph.paragraph_format.first_line_indent = Pt(28)
        return paragraph

    def _runs(
        self,
        paragraph: Any,
        runs: Iterable[Mapping[str, str]],
        *,
        size: float = 0,
        bold: bool = False,
    ) -> None:
        for one in runs:
            if "href" in one:
                _link(paragraph, one["text"], one["href"], size=size, bold=bold)
            else:
                _run(paragraph, one["text"], size=size, bold=bold)

    def _saved(self, day: date) -> bytes:
        about = self.document.core_properties
        at = datetime.combine(day, time.min)
        about.title, about.author = self.said["title"], self.said["issuer"]
        about.created = about.modified = at
        about.last_modified_by, about.revision, about.comments = "", 1, ""
        about.language = "zh-CN" if self.chinese else "en-GB"
        made = io.BytesIO()
        self.document.save(made)
        return _without_clock(made.getvalue())


def _run(
    paragraph: Any,
    text: str,
    *,
    size: float = 0,
    bold: bool = False,
    colour: str = "",
    font: str = "",
) -> Any:
    run = paragraph.add_run(text)
    run.bold = bold or None
    if size:
        run.font.size = Pt(size)
    if colour:
        run.font.color.rgb = RGBColor.from_string(colour)
    if font:
        run._element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), font)
    return run


def _link(paragraph: Any, text: str, address: str, *, size: float, bold: bool) -> None:
    key = paragraph.part.relate_to(address, RELATIONSHIP_TYPE.HYPERLINK, is_external=True)
    link = OxmlElement("w:hyperlink")
    link.set(qn("r:id"), key)
    run = _run(paragraph, text, size=size, bold=bold, colour=LINK)
    run.font.underline = True
    link.append(run._element)
    paragraph._p.append(link)


def _counter(paragraph: Any, code: str) -> None:
    """A field that Word fills in: the page's number, or how many there are."""
    field = OxmlElement("w:fldSimple")
    field.set(qn("w:instr"), code)
    run = _run(paragraph, "1", size=10.5)
    field.append(run._element)
    paragraph._p.append(field)


def _red_line(paragraph: Any) -> None:
    borders = OxmlElement("w:pBdr")
    line = OxmlElement("w:bottom")
    for name, value in (("val", "single"), ("sz", "18"), ("space", "4"), ("color", RED)):
        line.set(qn(f"w:{name}"), value)
    borders.append(line)
    properties = paragraph._p.get_or_add_pPr()
    properties.insert_element_before(
        borders, "w:shd", "w:tabs", "w:spacing", "w:ind", "w:jc", "w:rPr"
    )


def _shade(cell: Any, colour: str) -> None:
    shade = OxmlElement("w:shd")
    for name, value in (("val", "clear"), ("color", "auto"), ("fill", colour)):
        shade.set(qn(f"w:{name}"), value)
    cell._tc.get_or_add_tcPr().append(shade)


def _tight(cell: Any) -> Any:
    """The cell's paragraph, without space around it."""
    paragraph = cell.paragraphs[0]
    paragraph.paragraph_format.space_after = Pt(0)
    paragraph.paragraph_format.line_spacing = 1.0
    return paragraph


def _gap(paragraph: Any) -> None:
    """As low as a paragraph between two tables can be."""
    paragraph.paragraph_format.space_after = Pt(0)
    paragraph.paragraph_format.line_spacing = Pt(3)


def _repeated(row: Any) -> None:
    """The row stands again on every page that the table goes on to."""
    row._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))


def _without_clock(archive: bytes) -> bytes:
    """The same archive with one fixed time for every file in it."""
    made = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(archive)) as given,
        zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as fixed,
    ):
        for name in given.namelist():
            about = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
            about.compress_type = zipfile.ZIP_DEFLATED
            about.external_attr = 0o600 << 16
            fixed.writestr(about, given.read(name))
    return made.getvalue()
