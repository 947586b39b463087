"""Reads the lines of an official text one after the other into its clauses."""

from __future__ import annotations

import re
from collections.abc import Sequence

from banyan.desk.policy.text_document import Annex, OfficialTextError
from banyan.desk.policy.text_draft import Draft, Paragraph, like_a_heading
from banyan.desk.policy.text_layout import Line, close_up, finished
from banyan.desk.policy.text_numbering import AnnexMark, Mark, read_annex_mark, read_mark

_RESPONSIBLE = re.compile(r"(?:责任|牵头|配合|实施)(?:单位|部门)\s*[:：]")
_LIST = re.compile(r"(?P<label>附\s*件\s*[:：])\s*(?P<rest>.*)")
_LIST_ENTRY = re.compile(r"(?P<number>\d{1,2})\s*[.．、]\s*(?P<title>.+)")
_OF_THE_WHOLE = re.compile(r"本(?:措施|方案|办法|规定|通知|意见|政策)")
_DATE = re.compile(r"\d{4}\s*年\s*\d{1,2}\s*月\s*\d{1,2}\s*日|[一二三四五六七八九十〇○年月日]{7,}")
_QUOTED = re.compile("《([^《》]+)》")
_LONGEST_QUOTATION = 1000
_LONGEST_TITLE = 3
_SPACED = 0.1
"""From this share of lines behind a gap or an indent on, a text parts its paragraphs with them."""


class Reader:
    """Reads lines into ``drafts`` (in the order of the text) and ``annexes``.

    Raises OfficialTextError where no clause is found or a number appears twice."""

    def __init__(self, lines: Sequence[Line]) -> None:
        self.drafts: list[Draft] = []
        self.annexes: list[Annex] = []
        self._lines = lines
        apart = sum(line.after_gap or line.indented for line in lines)
        self._spaced = apart >= _SPACED * len(lines)
        self._first_lines: dict[str, int] = {}
        self._listed: dict[str, int] = {}
        self._titles: dict[int, str] = {}
        self._in_list = False
        self._prefix = "P"
        self._open: list[tuple[int, int, Draft]] = []
        """The numbered clauses that the next line may be in: level, value, draft."""
        self._responsible: Draft | None = None
        """Whose line of responsible units was the last line."""
        self._read()

    def _read(self) -> None:
        place = self._front()
        while place < len(self._lines):
            place += self._take(place)
        if not any(draft.level for draft in self.drafts):
            raise OfficialTextError("no_clause", self._lines[-1].number if self._lines else 1)
        self._part_supplementary()

    def _take(self, place: int) -> int:
        """Takes the line at a place, and how many lines that were."""
        line = self._lines[place]
        label = read_annex_mark(line.text)
        if label is not None:
            return self._begin_annex(place, label)
        known = self._listed_title(place)
        if known is not None:
            number, count = known
            self._begin(Draft(f"A{number}", "", 0), line)
            return self._enter_annex(number, place, count)
        listed = _LIST.fullmatch(line.text)
        if listed is not None and self._prefix == "P":
            self._begin_list(listed["label"], listed["rest"], line)
            return 1
        if self._in_list and not _level_one(line):
            self._take_listed(line)
            return 1
        mark = self._mark(line)
        if mark is not None:
            return self._begin_numbered(place, mark)
        if _RESPONSIBLE.match(line.text) and self._open:
            self._begin_responsible(line)
        else:
            self._continue(place)
        return 1

    # What stands before the first number

    def _front(self) -> int:
        """Takes the notice and the title of the plan, and how many lines that were."""
        end = next(
            (
                place
                for place, line in enumerate(self._lines)
                if _level_one(line) or read_annex_mark(line.text)
            ),
            len(self._lines),
        )
        title, count = self._title_of_plan(end)
        if title > 0:
            draft = self._begin(Draft("N", "", 0), self._lines[0])
            for line in self._lines[:title]:
                draft.add_apart(line, goes_on=self._is_wrapped(line) and not finished(draft.tail))
        if title < end:
            draft = self._begin(Draft("P", "", 0), self._lines[title])
            draft.set_heading(self._lines[title : title + count])
            for line in self._lines[title + count : end]:
                self._add(draft, line)
        return end

    def _title_of_plan(self, end: int) -> tuple[int, int]:
        """Where the title of the plan stands, and its lines: those which the notice named in 《》,
        or else those behind the date of the notice; at 0 where there is no notice."""
        named: set[str] = set()
        tail = ""
        after_date = 0
        for place, line in enumerate(self._lines[:end]):
            for count in range(1, min(_LONGEST_TITLE, end - place) + 1):
                if self._together(place, count) in named:
                    return place, count
            tail = (tail + self._together(place, 1))[-_LONGEST_QUOTATION:]
            named.update(_QUOTED.findall(tail))
            if _DATE.fullmatch(line.text):
                after_date = place + 1
            elif after_date == place and re.fullmatch("[（(].*[)）]", line.text):
                after_date += 1
        return after_date, self._length_of_title(after_date, end)

    def _length_of_title(self, place: int, end: int) -> int:
        """How many lines from here are a title: those before a sentence, a gap or a number."""
        count = 0
        for line in self._lines[place : min(end, place + _LONGEST_TITLE)]:
            sentence = finished(line.text) or "，" in line.text or self._is_label(line)
            if sentence or (count and (line.after_gap or line.indented)):
                break
            count += 1
        return count

    def _together(self, place: int, count: int) -> str:
        return "".join(_squeezed(line.text) for line in self._lines[place : place + count])

    def _is_wrapped(self, line: Line) -> bool:
        """Whether a line can only be the rest of the one before: nothing parts them, in a text
        that parts its paragraphs."""
        return self._spaced and not (line.after_gap or line.indented)

    def _add(self, draft: Draft, line: Line) -> None:
        draft.add(line, wrapped=self._is_wrapped(line))

    # The list of annexes, and the annexes

    def _begin_list(self, label: str, rest: str, line: Line) -> None:
        draft = self._begin(Draft("A", label, 0), line)
        draft.begin("", line)
        self._in_list = True
        if rest:
            self._take_listed(Line(line.number, rest, line.after_gap, line.indented))

    def _take_listed(self, line: Line) -> None:
        draft = self.drafts[-1]
        entry = _LIST_ENTRY.fullmatch(line.text)
        draft.add_apart(line, goes_on=entry is None and not line.after_gap)
        if entry is not None:
            self._titles[int(entry["number"])] = _squeezed(entry["title"])
        elif not line.after_gap and self._titles:
            self._titles[max(self._titles)] += _squeezed(line.text)
        self._listed = {title: number for number, title in self._titles.items()}

    def _listed_title(self, place: int) -> tuple[int, int] | None:
        """The number of the annex whose title, as listed, begins here, and its lines."""
        for count in range(1, _LONGEST_TITLE + 1):
            number = self._listed.get(self._together(place, count))
            if number is not None:
                return number, count
        return None

    def _begin_annex(self, place: int, label: AnnexMark) -> int:
        line = self._lines[place]
        draft = self._begin(Draft(f"A{label.value}", label.label, 0), line)
        draft.begin("", line)
        if label.title:
            draft.heading = close_up(label.title)
            return self._enter_annex(label.value, place, 1)
        known = self._listed_title(place + 1)
        end = len(self._lines)
        count = known[1] if known else self._length_of_title(place + 1, end)
        return 1 + self._enter_annex(label.value, place + 1, count)

    def _enter_annex(self, number: int, place: int, count: int) -> int:
        draft = self.drafts[-1]
        if not draft.heading:
            draft.set_heading(self._lines[place : place + count])
        self.annexes.append(Annex(number, draft.heading))
        self._prefix = f"A{number}"
        self._open = []
        self._in_list = False
        return count

    # Clauses

    def _mark(self, line: Line) -> Mark | None:
        """The number at the start of a line, unless it is inside of a sentence: 第 + （二）."""
        mark = read_mark(line.text)
        if mark is None or (self.drafts and self.drafts[-1].tail.endswith("第")):
            return None
        return mark

    def _begin_numbered(self, place: int, mark: Mark) -> int:
        line = self._lines[place]
        self._in_list = False
        while self._open and self._open[-1][0] >= mark.level:
            self._open.pop()
        draft = Draft(self._number_below(mark.value), mark.label, mark.level)
        self._begin(draft, line)
        self._open.append((mark.level, mark.value, draft))
        if mark.level > 1 or not like_a_heading(mark.rest):
            draft.begin(mark.rest, line)
            return 1
        draft.heading = close_up(mark.rest)
        draft.heading_lines.append(line.number)
        if self._is_rest_of_heading(place + 1):
            draft.extend_heading(self._lines[place + 1])
            return 2
        return 1

    def _is_rest_of_heading(self, place: int) -> bool:
        """Whether a line is the second of a heading: no longer than the first, not a sentence, and
        nothing goes on from it."""
        if place >= len(self._lines):
            return False
        line = self._lines[place]
        if len(line.text) > len(self._lines[place - 1].text):
            return False
        if line.after_gap or line.indented or self._is_label(line) or not like_a_heading(line.text):
            return False
        return place + 1 == len(self._lines) or (
            self._lines[place + 1].after_gap or self._is_label(self._lines[place + 1])
        )

    def _is_label(self, line: Line) -> bool:
        return bool(
            read_mark(line.text) or read_annex_mark(line.text) or _RESPONSIBLE.match(line.text)
        )

    def _number_below(self, value: int) -> str:
        if self._open:
            return f"{self._open[-1][2].number}.{value}"
        return f"P{value}" if self._prefix == "P" else f"{self._prefix}.{value}"

    def _begin(self, draft: Draft, line: Line) -> Draft:
        earlier = self._first_lines.get(draft.number)
        if earlier is not None:
            raise OfficialTextError("number_twice", line.number, draft.number, earlier)
        self._first_lines[draft.number] = line.number
        self.drafts.append(draft)
        self._responsible = None
        return draft

    def _begin_responsible(self, line: Line) -> None:
        """A line behind several points of which none has its own is that of the clause above."""
        target = self._responsible or self._open[-1][2]
        if self._responsible is None and len(self._open) > 1:
            above = self._open[-2][2]
            points = [d for d in self.drafts if _is_below(d.number, above.number)]
            given = any(clause.responsible for clause in (above, *points))
            if len(points) > 1 and not given:
                target = above
        target.responsible.append(Paragraph(line))
        self._responsible = target

    def _continue(self, place: int) -> None:
        line = self._lines[place]
        if self._responsible is None:
            self._add(self.drafts[-1], line)
        elif self._responsible_goes_on(self._responsible, place):
            self._responsible.responsible[-1].extend(line)
        else:
            self._begin_closing(line, self._responsible)

    def _responsible_goes_on(self, draft: Draft, place: int) -> bool:
        """Whether the line is the rest of the list of responsible units: where the list is open, or
        no new paragraph begins, or what begins is no sentence."""
        line = self._lines[place]
        if draft.responsible[-1].is_open:
            return True
        if _OF_THE_WHOLE.match(line.text):
            return False
        return self._is_wrapped(line) or not (line.indented or self._is_sentence(place))

    def _is_sentence(self, place: int) -> bool:
        """Whether the paragraph that begins here has a full stop, or is a signature."""
        for after in range(place, len(self._lines)):
            line = self._lines[after]
            if after > place and (line.after_gap or self._is_label(line)):
                return _DATE.fullmatch(line.text) is not None
            if "。" in line.text or _DATE.fullmatch(line.text):
                return True
        return False

    def _begin_closing(self, line: Line, before: Draft) -> None:
        """An unnumbered paragraph behind responsible units: the article after theirs, or that of
        the whole annex where it speaks of "these measures"."""
        place = [draft for _, _, draft in self._open].index(before)
        if self._prefix != "P" and _OF_THE_WHOLE.match(line.text):
            place = 0
        level, value, _ = self._open[place]
        del self._open[place:]
        draft = self._begin(Draft(self._number_below(value + 1), "", 0), line)
        self._open.append((level, value + 1, draft))
        self._add(draft, line)

    def _part_supplementary(self) -> None:
        for place in reversed(range(len(self.drafts))):
            draft = self.drafts[place]
            if not any(_is_below(other.number, draft.number) for other in self.drafts):
                self.drafts[place + 1 : place + 1] = draft.provisions()


def _level_one(line: Line) -> Mark | None:
    mark = read_mark(line.text)
    return mark if mark is not None and mark.level == 1 else None


def _is_below(number: str, above: str) -> bool:
    return number.startswith(f"{above}.")


def _squeezed(text: str) -> str:
    return re.sub(r"\s+", "", text)
