"""A bulletin of problem solving, or a scoreboard, in words; no enterprise is named."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from banyan.desk.bulletins.composing import Figure as NamedFigure
from banyan.desk.bulletins.composing import Run, day_in_words, runs
from banyan.desk.supervision import scoring
from banyan.desk.supervision.issuing import numbered
from banyan.desk.supervision.models.papers import PaperKind
from banyan.desk.supervision.periods import Period

LEADERS = 3

IN_TABLE = ("closed", "response_median", "solution_median", "in_time", "satisfaction")
"""What the tables of a paper show; the page shows all."""

GROUPS = {"counties": "county", "units": "unit"}


def default_title(kind: str, period: Period) -> str:
    """In the active language."""
    if kind == PaperKind.SCOREBOARD:
        return _("Scoreboard of problem solving, %(period)s") % {"period": period.words}
    return _("How problems of enterprises are solved, %(period)s") % {"period": period.words}


def shown(value: int | None, form: str) -> str:
    """A number of the scoreboard in its form."""
    if value is None:
        return "0" if form == scoring.COUNT else "–"
    if form == scoring.SHARE:
        return f"{value / 10_000:.1f}%"
    if form == scoring.GRADE:
        return f"{value / 1_000_000:.2f}"
    return f"{value:,}"


def say(content: Mapping[str, Any], language: str) -> dict[str, Any]:
    """The words of a report of which ``content`` holds the figures, ``kind`` and ``words``."""
    return _Saying(content, language).whole()


class _Saying:
    def __init__(self, content: Mapping[str, Any], language: str) -> None:
        self.content, self.language = content, language
        self.forms = {one["code"]: one["form"] for one in content["indicators"]}
        self.names = {one["code"]: one["name"][language] for one in content["indicators"]}

    def whole(self) -> dict[str, Any]:
        bulletin = self.content["kind"] == PaperKind.BULLETIN
        return {
            "series": _("Bulletin on problem solving") if bulletin else _("Scoreboard"),
            "title": self._own("title"),
            "to": _("To the counties, county-level cities and districts, and the units concerned:")
            if bulletin
            else "",
            "sections": list(self._sections()),
        }

    def _own(self, name: str) -> str:
        words = self.content["words"]
        said: str = words[f"{name}_{self.language}"] or words[f"{name}_zh"]
        return said

    def _sections(self) -> Iterator[dict[str, Any]]:
        parts: list[tuple[str, dict[str, Any]]] = [
            (_("The whole city"), {"paragraphs": [self._total()]}),
            (
                _("Counties"),
                {"paragraphs": self._placed("counties"), "table": self._table("counties")},
            ),
            (
                pgettext("of the government", "Units"),
                {"paragraphs": self._placed("units"), "table": self._table("units")},
            ),
        ]
        remarks = self._own("remarks").strip()
        if remarks:
            lines = [[{"text": line}] for line in remarks.splitlines() if line.strip()]
            parts.append((_("Remarks"), {"paragraphs": lines}))
        parts.append((_("How it is counted"), {"paragraphs": self._method()}))
        for place, (title, part) in enumerate(parts, 1):
            yield {"title": numbered(place, title, self.language)} | {
                name: [one for one in value if one] if name == "paragraphs" else value
                for name, value in part.items()
            }

    def figure(self, group: str, code: str, of: str) -> NamedFigure:
        rows = {row["code"]: row for row in self.content[group]} if code else {}
        scores = rows[code]["scores"] if code else self.content["total"]
        scope = GROUPS[group]
        named = f"{scope}-{code}-{of}" if code else f"total-{of}"
        return NamedFigure(shown(scores[of]["value"], self.forms[of]), named)

    def _total(self) -> list[Run]:
        first, last = (
            day_in_words(_day(self.content[one]), self.language) for one in ("first", "last")
        )
        return runs(
            _(
                "From %(first)s to %(last)s, %(received)s cases were recorded and %(closed)s were "
                "closed, half of them within %(median)s working days and nine in ten within "
                "%(slow)s; %(in_time)s in time. The enterprises rated the solutions with "
                "%(satisfaction)s of five; per case closed, %(reopened)s were opened again; "
                "%(escalated)s went to the city ledger. %(letters)s urging letters were sent."
            ),
            first=first,
            last=last,
            median=self.figure("counties", "", "solution_median"),
            slow=self.figure("counties", "", "solution_slow"),
            **{
                name: self.figure("counties", "", name)
                for name in (
                    *("received", "closed", "in_time", "satisfaction"),
                    *("reopened", "escalated", "letters"),
                )
            },
        )

    def _placed(self, group: str) -> list[list[Run]]:
        rows = self.content[group]
        first = [row for row in rows if row["place"] and row["place"] <= LEADERS]
        behind = scoring.laggards(rows)
        limit = shown(self.content["limit"], scoring.SHARE)
        said: list[list[Run]] = []
        if first:
            said.append([{"text": _("First: ")}, *self._named(group, first), _stop()])
        if behind:
            begin = _("Less than %(share)s in time: ") % {"share": limit}
            said.append([{"text": begin}, *self._named(group, behind), _stop()])
        elif first:
            none = _("None had less than %(share)s in time.") % {"share": limit}
            said.append([{"text": none}])
        else:
            said.append([{"text": _("Nothing was closed.")}])
        return said

    def _named(self, group: str, rows: list[Mapping[str, Any]]) -> Iterator[Run]:
        for place, row in enumerate(rows):
            if place:
                yield {"text": pgettext("list of names", ", ")}
            yield {"text": row["name"][self.language] + pgettext("opens", " (")}
            figure = self.figure(group, row["code"], "in_time")
            yield {"text": figure.text, "figure": figure.code}
            yield {"text": pgettext("closes", ")")}

    def _table(self, group: str) -> dict[str, Any]:
        rows = [row for row in self.content[group] if row["place"] or group == "counties"]
        return {
            "headers": [
                _("Rank"),
                _("County") if group == "counties" else _("Unit"),
                *(self.names[of] for of in IN_TABLE),
            ],
            "widths": [12, 48, 18, 20, 20, 20, 18],
            "rows": [
                [
                    str(row["place"] or "–"),
                    {"text": row["name"][self.language]},
                    *(self._cell(group, row["code"], of) for of in IN_TABLE),
                ]
                for row in rows
            ],
            "lagging": [place for place, row in enumerate(rows) if row["lags"]],
            "total": False,
        }

    def _cell(self, group: str, code: str, of: str) -> Run:
        figure = self.figure(group, code, of)
        return {"text": figure.text, "figure": figure.code}

    def _method(self) -> list[list[Run]]:
        days = _(
            "Working days count by the official calendar; the day on which it begins does not."
        )
        place = _(
            "The place follows the average of the places for response, solution, share in time, "
            "satisfaction, cases opened again and cases escalated; equals share a place. Who had "
            "no case closed has none."
        )
        said = [
            f"{one['name'][self.language]}{pgettext('before an explanation', ': ')}"
            f"{one['how'][self.language]}"
            for one in self.content["indicators"]
        ]
        return [[{"text": line}] for line in (days, place, *said)]


def _stop() -> Run:
    return {"text": pgettext("end of a sentence", ".")}


def _day(value: str | date) -> date:
    return value if isinstance(value, date) else date.fromisoformat(value)


def split_code(code: str) -> tuple[str, str, str]:
    """A figure's code (``county-350102-closed``, ``unit-7-in_time``, ``total-closed``) as group,
    key and number. Raises ValueError for none."""
    group, _dash, rest = code.partition("-")
    if group == "total" and rest:
        return scoring.COUNTY, "", rest
    key, _dash, of = rest.partition("-")
    if group not in scoring.GROUPS or not key or not of:
        raise ValueError(f"no figure: {code!r}")
    return group, key, of
