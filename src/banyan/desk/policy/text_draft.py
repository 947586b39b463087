"""A clause while its lines are being read, and what of it is the heading."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from banyan.desk.policy.text_document import Clause
from banyan.desk.policy.text_layout import TABLE_ROW, Line, close_up, finished, parted

_OPENING, _CLOSING = re.compile("[（(]"), re.compile("[)）]")
_STOP = re.compile("[。！？]")
_INSIDE_A_SENTENCE = re.compile("[，；：,;:|]")
_LONGEST_HEADING = 30
SUPPLEMENTARY = ("附则", "其他事项")
"""Headings under which each paragraph is a provision of its own, numbered or not."""


def like_a_heading(text: str) -> bool:
    """Short, and with nothing that parts a sentence."""
    return (
        0 < len(text) <= _LONGEST_HEADING
        and not _INSIDE_A_SENTENCE.search(text)
        and not _STOP.search(text)
    )


class Paragraph:
    """A sentence or more, as far as it is read; kept in pieces, for a text may have many lines."""

    def __init__(self, line: Line, text: str | None = None) -> None:
        self.lines: list[int] = []
        self.tail = ""
        self._pieces: list[str] = []
        self._brackets = 0
        self.extend(line, text)

    def extend(self, line: Line, text: str | None = None) -> None:
        """Takes a line, or what of it belongs here."""
        more = close_up(line.text if text is None else text)
        self._pieces += [parted(self.tail, more), more]
        self._brackets += len(_OPENING.findall(more)) - len(_CLOSING.findall(more))
        self.tail = more
        self.lines.append(line.number)

    @property
    def text(self) -> str:
        return "".join(self._pieces)

    @property
    def is_open(self) -> bool:
        """Whether a list is cut off: at a comma, or inside of brackets."""
        return self._brackets > 0 or self.tail.endswith(("、", "，", ",", "：", ":"))


@dataclass
class Draft:
    """``level`` is that of the number (0 for what has none); ``heading`` is set at once where the
    line of the number is a heading alone, and otherwise found in ``clause``."""

    number: str
    label: str
    level: int
    heading: str = ""
    heading_lines: list[int] = field(default_factory=list)
    paragraphs: list[Paragraph] = field(default_factory=list)
    responsible: list[Paragraph] = field(default_factory=list)

    @property
    def tail(self) -> str:
        """The last line of the text so far."""
        return self.paragraphs[-1].tail if self.paragraphs else ""

    def begin(self, rest: str, line: Line) -> None:
        """Takes what follows the number in its line."""
        if rest:
            self.paragraphs.append(Paragraph(line, rest))
        else:
            self.heading_lines.append(line.number)

    def add(self, line: Line, wrapped: bool) -> None:
        """Takes a line of the text: the sentence goes on, or a paragraph begins. ``wrapped`` says
        that it belongs to the line before, whatever that ends with."""
        self.add_apart(line, goes_on=not self._begins_paragraph(line, wrapped))

    def _begins_paragraph(self, line: Line, wrapped: bool) -> bool:
        if line.text.startswith(TABLE_ROW) or self.tail.startswith(TABLE_ROW):
            return True
        if wrapped:
            return False
        heading_alone = (
            self.level > 0
            and not self.heading
            and len(self.paragraphs) == 1
            and line.after_gap
            and len(self.paragraphs[0].lines) <= 2
            and like_a_heading(self.paragraphs[0].text)
        )
        return line.indented or finished(self.tail) or heading_alone

    def add_apart(self, line: Line, goes_on: bool = False) -> None:
        """Takes a line that is a paragraph of its own, or goes on with the one before."""
        if goes_on and self.paragraphs:
            self.paragraphs[-1].extend(line)
        else:
            self.paragraphs.append(Paragraph(line))

    def set_heading(self, lines: Sequence[Line]) -> None:
        self.heading = ""
        for line in lines:
            self.extend_heading(line)

    def extend_heading(self, line: Line) -> None:
        more = close_up(line.text)
        self.heading += parted(self.heading, more) + more
        self.heading_lines.append(line.number)

    def clause(self) -> Clause:
        heading, stop, texts = self._parts()
        lines = [
            *self.heading_lines,
            *(number for part in (*self.paragraphs, *self.responsible) for number in part.lines),
        ]
        return Clause(
            number=self.number,
            label=self.label,
            heading=heading,
            stop=stop,
            text="\n".join(text for text in texts if text),
            responsible="\n".join(part.text for part in self.responsible),
            lines=tuple(dict.fromkeys(sorted(lines))),
        )

    def _parts(self) -> tuple[str, str, list[str]]:
        texts = [paragraph.text for paragraph in self.paragraphs]
        if self.heading or not self.level or not texts:
            return self.heading, "", texts
        found = _STOP.search(texts[0])
        if found is None:
            return (texts[0], "", texts[1:]) if like_a_heading(texts[0]) else ("", "", texts)
        heading, rest = texts[0][: found.start()], texts[0][found.end() :]
        if like_a_heading(heading) and (rest or len(texts) > 1):
            return heading, found.group(), [rest, *texts[1:]]
        return "", "", texts

    def provisions(self) -> list[Draft]:
        """The unnumbered paragraphs of a supplementary clause as clauses 1, 2 … below it."""
        if not self.heading.endswith(SUPPLEMENTARY) or len(self.paragraphs) < 2:
            return []
        below = [
            Draft(f"{self.number}.{place}", "", 0, paragraphs=[paragraph])
            for place, paragraph in enumerate(self.paragraphs, start=1)
        ]
        self.paragraphs = []
        return below
