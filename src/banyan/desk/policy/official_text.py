"""The official text of a policy, read into clauses, and two of its texts compared.

The interface, which needs no database and no web:

``parse(text)``
    The text (``str``, or UTF-8 ``bytes`` with or without a byte order mark; any line ends) as a
    ``Document``: title, number, date, validity, annexes, repeals, and its ``clauses`` in order.
    Raises ``OfficialTextError`` with the line where it is no UTF-8, where no clause is found, and
    where a number appears twice.
``document[number]``, ``document.below(number)``, ``document.responsible_for(number)``
    One clause; the clauses below it; the responsible units that hold for it.
``document.match(articles)``
    Which article numbers of a pack the text has, lacks, or has beyond them.
``compare(before, after)``
    What changed, clause by clause, as a ``Comparison``; a clause that only moved is known again
    under its new number, and the words of a changed one come as a diff.

``parse`` takes time in proportion to the text (the notice of 2026: some 20 ms), ``compare`` to the
square of the longest clauses that changed, so that whoever takes files from outside bounds them.

Numbers are those of the pack: ``P2.3`` is 二、（三） of the main plan, ``A5.3.1`` is 三、1. of
annex 5. What stands outside of the numbering has a number too, so that no word is lost: ``N`` the
notice that issues the plan, ``P`` the title and preamble of the plan, ``A`` the list of annexes,
``A5`` the title of annex 5. An unnumbered paragraph behind the last responsible units is the next
article (``A5.11``); under 附则 each paragraph is a provision (``A4.5.1``, ``A4.5.2``). An annex is
known by its label (附件 5), or by its title as the plan lists it where the label is missing.
"""

from __future__ import annotations

import datetime
import re
from collections import defaultdict
from collections.abc import Iterable
from itertools import pairwise

from banyan.desk.policy.text_comparison import (
    ClauseChange,
    Comparison,
    Span,
    compare,
)
from banyan.desk.policy.text_document import (
    Annex,
    ArticleMatch,
    Clause,
    Document,
    OfficialTextError,
    Repeal,
)
from banyan.desk.policy.text_layout import read_lines
from banyan.desk.policy.text_numbering import number_of
from banyan.desk.policy.text_reader import Reader

__all__ = [
    "Annex",
    "ArticleMatch",
    "Clause",
    "ClauseChange",
    "Comparison",
    "Document",
    "OfficialTextError",
    "Repeal",
    "Span",
    "compare",
    "parse",
]

_NUMBER = re.compile(r"\w{1,20}[〔\[［【(（]\d{4}[〕\]］】)）](?:第)?\d+号")
_YEAR_MONTH_DAY = re.compile(r"(\d{4}|[〇○零一二三四五六七八九]{4})年(\w{1,3})月(\w{1,3})日")
_YEAR_DIGITS = str.maketrans("〇○零一二三四五六七八九", "000123456789")
_FROM = re.compile(rf"自({_YEAR_MONTH_DAY.pattern})起(?:施行|实施|执行)")
_UNTIL = re.compile(rf"至({_YEAR_MONTH_DAY.pattern})")
_REPEAL = re.compile(r"《([^《》]{1,200})》[(（]([^()（）]{1,40}号)[)）](?=[^。；]{0,400}废止)")


def parse(text: str | bytes) -> Document:
    """Reads an official text. Raises OfficialTextError."""
    lines, page_numbers = read_lines(_decoded(text) if isinstance(text, bytes) else text)
    reader = Reader(lines)
    clauses = tuple(draft.clause() for draft in reader.drafts)
    by_number = {clause.number: clause for clause in clauses}
    notice = by_number["N"].text.split("\n") if "N" in by_number else []
    plan = [clause.text for clause in clauses if clause.number.startswith("P")]
    titles = [by_number["P"].heading if "P" in by_number else ""]
    titles += [annex.title for annex in reader.annexes]
    number_at = next((i for i, line in enumerate(notice) if _NUMBER.fullmatch(line)), None)
    addressed_at = next((i for i, line in enumerate(notice) if line.endswith(("：", ":"))), None)
    issued = [line for line in notice if _YEAR_MONTH_DAY.fullmatch(line)]
    return Document(
        title=next((title for title in titles if title), ""),
        notice_title="".join(notice[0 if number_at is None else number_at + 1 : addressed_at or 0]),
        number="" if number_at is None else notice[number_at],
        issuer=_issuer(notice, number_at),
        addressees="" if addressed_at is None else notice[addressed_at].rstrip("：:"),
        date=_date(issued[-1]) if issued else None,
        effective=_first_date(_FROM, plan),
        expires=_first_date(_UNTIL, (line for line in plan if _FROM.search(line))),
        annexes=tuple(reader.annexes),
        repeals=tuple(
            Repeal(title, number, clause.number)
            for clause in clauses
            for title, number in _REPEAL.findall(clause.text)
        ),
        clauses=clauses,
        page_numbers=tuple(page_numbers),
        gaps=_gaps(clauses),
    )


def _decoded(data: bytes) -> str:
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise OfficialTextError("not_utf8", data.count(b"\n", 0, error.start) + 1) from None


def _issuer(notice: list[str], number_at: int | None) -> str:
    """The name at the head (福州市人民政府办公厅文件), or the one above the date."""
    if number_at:
        return "".join(notice[:number_at]).removesuffix("文件")
    for name, date in pairwise(notice):
        if _YEAR_MONTH_DAY.fullmatch(date):
            return name
    return ""


def _date(text: str) -> datetime.date | None:
    """A date in digits or in Chinese numerals; None for a day that does not exist."""
    found = _YEAR_MONTH_DAY.search(text)
    if found is None:
        return None
    year = found[1].translate(_YEAR_DIGITS)
    month, day = number_of(found[2]), number_of(found[3])
    try:
        return datetime.date(int(year), month or 0, day or 0)
    except ValueError:
        return None


def _first_date(form: re.Pattern[str], texts: Iterable[str]) -> datetime.date | None:
    for text in texts:
        found = form.search(text)
        if found is not None:
            return _date(found[1])
    return None


def _gaps(clauses: Iterable[Clause]) -> tuple[str, ...]:
    """The numbers passed over; a text may begin with any annex."""
    values: dict[str, set[int]] = defaultdict(set)
    for clause in clauses:
        found = re.fullmatch(r"(P|A|.+\.)(\d+)", clause.number)
        if found:
            values[found[1]].add(int(found[2]))
    return tuple(
        f"{above}{value}"
        for above, present in values.items()
        for value in range(min(present) if above == "A" else 1, max(present))
        if value not in present
    )
