"""A bulletin in words, in one language: what its page, its PDF and its Word file say alike.

A text is a list of runs, ``{"text": …}`` or ``{"text": …, "figure": code}`` where it is a figure.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Any

from django.utils import translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from banyan.desk.bulletins.figures import MILLION, laggards
from banyan.desk.policy_pack import declared_pack

ISSUER = "industry"
"""The unit of the notice that bulletins come from (P3.3)."""

LANGUAGES = {"zh": "zh-hans", "en": "en"}

LEADERS = 3
"""How many of the first are named."""

Run = dict[str, str]


@dataclass(frozen=True)
class Figure:
    """A figure in a sentence: its words, and its code."""

    text: str
    code: str


def default_title(year: int, cut_off: date, language: str) -> str:
    day = day_in_words(cut_off, language)
    if language == "zh" and cut_off.year == year:
        day = day.removeprefix(f"{year}年")
    with translation.override(LANGUAGES[language]):
        return _("Payment of the %(year)s funds for enterprises, as of %(day)s") % {
            "year": year,
            "day": day,
        }


def day_in_words(day: date, language: str) -> str:
    if language == "zh":
        return f"{day.year}年{day.month}月{day.day}日"
    with translation.override("en"):
        return date_format(day, "j F Y")


def number_in_words(year: int, number: int | None) -> str:
    if number is None:
        return _("%(year)s, draft without a number") % {"year": year}
    return _("No. %(number)s of %(year)s") % {"year": year, "number": number}


def composed(
    content: Mapping[str, Any],
    words: Mapping[str, str],
    language: str,
    *,
    number: int | None,
    published_on: date | None,
) -> dict[str, Any]:
    """The whole bulletin in ``language`` (``zh`` or ``en``). ``words`` are title_zh, title_en,
    remarks_zh and remarks_en; without English ones the Chinese stand."""
    with translation.override(LANGUAGES[language]):
        return _Composing(content, words, language).whole(number, published_on)


class _Composing:
    def __init__(self, content: Mapping[str, Any], words: Mapping[str, str], language: str) -> None:
        self.content, self.words, self.language = content, words, language
        self.pack = declared_pack()
        self.day = day_in_words(date.fromisoformat(content["cut_off"]), language)
        self.elapsed = content["elapsed"]["share"]

    def whole(self, number: int | None, published_on: date | None) -> dict[str, Any]:
        issuer = self.pack.units[ISSUER][self.language]
        return {
            "language": self.language,
            "region": "CN" if self.language == "zh" else "GB",
            "series": _("Bulletin on the payment of funds for enterprises"),
            "number": number_in_words(self.content["year"], number),
            "issuer": issuer,
            "date": day_in_words(published_on, self.language) if published_on else _("draft"),
            "title": self._own("title"),
            "to": _("To the counties, county-level cities and districts:"),
            "sections": list(self._sections()),
            "page": _("Page {page} of {pages}"),
        }

    def _own(self, name: str) -> str:
        return self.words[f"{name}_{self.language}"] or self.words[f"{name}_zh"]

    def _sections(self) -> Iterator[dict[str, Any]]:
        titles = [_("The whole city"), _("Progress by county"), _("Progress by measure")]
        parts = [
            {"paragraphs": [self._total(), self._time()]},
            {
                "paragraphs": [self._first("county", "counties"), self._counties_behind()],
                "table": self._table("county", "counties"),
                "chart": self._chart(),
            },
            {
                "paragraphs": [self._first("measure", "measures"), self._measures_behind()],
                "table": self._table("measure", "measures"),
            },
        ]
        remarks = self._own("remarks").strip()
        if remarks:
            titles.append(_("Remarks"))
            parts.append({"paragraphs": [[{"text": line}] for line in remarks.splitlines()]})
        titles.append(_("How it is counted"))
        parts.append({"paragraphs": [self._method()]})
        for place, (title, part) in enumerate(zip(titles, parts, strict=True), 1):
            yield {"title": self._numbered(place, title)} | {
                name: [one for one in value if one] if name == "paragraphs" else value
                for name, value in part.items()
            }

    def _numbered(self, place: int, title: str) -> str:
        if self.language == "zh":
            return f"{'一二三四五六七八九'[place - 1]}、{title}"
        return f"{place}. {title}"

    def _total(self) -> list[Run]:
        return runs(
            _(
                "As of %(day)s, %(committed)s of the %(year)s funds for enterprises have been "
                "settled, of which %(approved)s are approved for payment; %(paid)s have been paid, "
                "%(progress)s of what is approved."
            ),
            day=self.day,
            year=self.content["year"],
            **{name: self.figure("total", name) for name in ("committed", "approved", "paid")},
            progress=self.figure("total", "progress"),
        )

    def _time(self) -> list[Run]:
        elapsed = self.content["elapsed"]
        sentence = _("Of the year's %(all)s working days %(gone)s are gone, %(share)s. ") % {
            "all": elapsed["all"],
            "gone": elapsed["gone"],
            "share": percent(elapsed["share"]),
        }
        progress = self.content["figures"]["total-progress"]
        if progress is None:
            return [{"text": sentence + _("Nothing is approved for payment yet.")}]
        return [{"text": sentence + self._against_time(progress - self.elapsed)}]

    def _against_time(self, difference: int) -> str:
        if difference == 0:
            return _("Payment keeps pace with the time elapsed.")
        sentence = (
            _("Payment is %(points)s percentage points ahead of the time elapsed.")
            if difference > 0
            else _("Payment is %(points)s percentage points behind the time elapsed.")
        )
        return sentence % {"points": points(abs(difference))}

    def _first(self, scope: str, rows: str) -> list[Run]:
        first = [
            row
            for row in self.content[rows]
            if row["rank"]
            and row["rank"] <= LEADERS
            and self.content["figures"][f"{scope}-{row['code']}-progress"]
        ]
        if not first:
            return []
        return [
            {"text": _("Furthest with payment: ")},
            *self._named(scope, [row["code"] for row in first]),
            {"text": pgettext("end of a sentence", ".")},
        ]

    def _counties_behind(self) -> list[Run]:
        behind = laggards(self.content["counties"])
        limit = {"points": points(self.content["lag"])}
        if not behind:
            return [
                {
                    "text": _("No county lies more than %(points)s percentage points behind time.")
                    % limit
                }
            ]
        days = self.content["explain_days"]
        return [
            {"text": _("More than %(points)s percentage points behind time: ") % limit},
            *self._named("county", behind),
            {
                "text": ngettext(
                    ". They explain why within %(days)s working day, and what they will do.",
                    ". They explain why within %(days)s working days, and what they will do.",
                    days,
                )
                % {"days": days}
            },
        ]

    def _measures_behind(self) -> list[Run]:
        behind = laggards(self.content["measures"])
        if not behind:
            return []
        limit = {"points": points(self.content["lag"])}
        return [
            {"text": _("More than %(points)s percentage points behind time: ") % limit},
            *self._named("measure", behind),
            {"text": pgettext("end of a sentence", ".")},
        ]

    def _named(self, scope: str, codes: Iterable[str]) -> Iterator[Run]:
        for place, code in enumerate(codes):
            if place:
                yield {"text": pgettext("list of names", ", ")}
            yield {"text": self.name(scope, code) + pgettext("opens", " (")}
            yield _run(self.figure(f"{scope}-{code}", "progress"))
            yield {"text": pgettext("closes", ")")}

    def _table(self, scope: str, rows: str) -> dict[str, Any]:
        unit = _("ten thousand yuan") if self.language == "zh" else _("yuan")
        shown = [*self.content[rows]]
        if scope == "measure":
            shown = [row for row in shown if self._anything(f"measure-{row['code']}")]
        return {
            "headers": [
                _("Rank"),
                _("County") if scope == "county" else _("Measure"),
                _("Approved (%(unit)s)") % {"unit": unit},
                _("Paid (%(unit)s)") % {"unit": unit},
                _("Progress"),
                _("Against time (points)"),
            ],
            "rows": [self._row(scope, row) for row in shown]
            + [["", {"text": _("In all")}, *self._cells("total")]],
            "lagging": [place for place, row in enumerate(shown) if row["lags"]],
        }

    def _anything(self, prefix: str) -> bool:
        figures = self.content["figures"]
        return any(figures[f"{prefix}-{name}"] for name in ("committed", "approved", "paid"))

    def _row(self, scope: str, row: Mapping[str, Any]) -> list[Any]:
        rank = {"text": str(row["rank"] or "–")}
        return [
            rank,
            {"text": self.name(scope, row["code"])},
            *self._cells(f"{scope}-{row['code']}"),
        ]

    def _cells(self, prefix: str) -> list[Run]:
        progress = self.content["figures"][f"{prefix}-progress"]
        gap = "–" if progress is None else points(progress - self.elapsed, signed=True)
        return [
            _run(Figure(self.amount(prefix, "approved", bare=True), f"{prefix}-approved")),
            _run(Figure(self.amount(prefix, "paid", bare=True), f"{prefix}-paid")),
            _run(self.figure(prefix, "progress")),
            {"text": gap},
        ]

    def _chart(self) -> dict[str, Any]:
        """The counties' progress as bars, in millionths, with the time elapsed as a line."""
        rows = [row for row in self.content["counties"] if row["rank"]]
        return {
            "caption": _("Progress of payment by county; the line is the time elapsed"),
            "elapsed": self.elapsed,
            "elapsed_text": percent(self.elapsed),
            "bars": [
                {
                    "name": self.name("county", row["code"]),
                    "share": self.content["figures"][f"county-{row['code']}-progress"],
                    "lags": row["lags"],
                }
                | _run(self.figure(f"county-{row['code']}", "progress"))
                for row in rows
            ],
        }

    def _method(self) -> list[Run]:
        return [
            {
                "text": _(
                    "Every figure comes from the ledger of the funds as it stood on "
                    "%(day)s and leads to the payments behind it. Progress is what was paid, less "
                    "what came back, as a part of what is approved for payment. The time elapsed "
                    "is the share of the year's working days. A county is that of the enterprise."
                )
                % {"day": self.day}
            }
        ]

    def figure(self, prefix: str, quantity: str) -> Figure:
        code = f"{prefix}-{quantity}"
        if quantity == "progress":
            return Figure(percent(self.content["figures"][code]), code)
        return Figure(self.amount(prefix, quantity), code)

    def amount(self, prefix: str, quantity: str, *, bare: bool = False) -> str:
        return amount(self.content["figures"][f"{prefix}-{quantity}"], self.language, bare=bare)

    def name(self, scope: str, code: str) -> str:
        return group_name(scope, code, self.language)


def group_name(scope: str, code: str, language: str) -> str:
    """A county or measure in words."""
    words = declared_pack().words
    said = words["words"]["county"].get(code) if scope == "county" else words["measures"].get(code)
    if said is None:
        return code or _("not assigned")
    return str(said[language])


def amount(fen: int, language: str, *, bare: bool = False) -> str:
    """Money as bulletins write it: in Chinese in ten thousand yuan to two decimals, rounded half
    up; in English in yuan."""
    if language == "zh":
        sign, hundredths = ("-" if fen < 0 else ""), (abs(fen) + 5_000) // 10_000
        text = f"{sign}{hundredths // 100:,}.{hundredths % 100:02d}"
        return text if bare else f"{text}万元"
    sign, fen = ("-" if fen < 0 else ""), abs(fen)
    text = f"{sign}{fen // 100:,}.{fen % 100:02d}"
    return text if bare else _("%(amount)s yuan") % {"amount": text}


def percent(millionths: int | None) -> str:
    """With one decimal, rounded half up; a dash for ``None``."""
    if millionths is None:
        return "–"
    return f"{points(millionths)}%"


def points(millionths: int, *, signed: bool = False) -> str:
    """Percentage points with one decimal."""
    tenths = int(abs(Fraction(millionths, MILLION)) * 1000 + Fraction(1, 2))
    sign = "-" if millionths < 0 and tenths else "+" if signed and tenths else ""
    return f"{sign}{tenths // 10}.{tenths % 10}"


_PLACEHOLDER = re.compile(r"%\((\w+)\)s")


def runs(sentence: str, **values: Any) -> list[Run]:
    """A sentence with named placeholders as runs; where a value is a Figure, a run of its own."""
    found: list[Run] = []
    text = ""
    for place, part in enumerate(_PLACEHOLDER.split(sentence)):
        value = values[part] if place % 2 else part
        if isinstance(value, Figure):
            found += [{"text": text}, _run(value)]
            text = ""
        else:
            text += str(value)
    return [one for one in [*found, {"text": text}] if one["text"]]


def _run(figure: Figure) -> Run:
    return {"text": figure.text, "figure": figure.code}
