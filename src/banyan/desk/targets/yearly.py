"""The report on a year: its figures as they stand when it is drafted, and its words in both
languages.

The content is JSON: ``{"year": 2026, "day": "2027-01-20", "lines": [{"code", "light", "value",
"target", "reached", "forecast", "why"} of each target in both languages], "counties": [...]}``; the
words of ``said_in`` have the form of a bulletin (``bulletins.composing``).
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from django.utils import timezone, translation
from django.utils.translation import gettext as _

from banyan.desk.bulletins.composing import LANGUAGES, day_in_words
from banyan.desk.bulletins.documents import as_pdf
from banyan.desk.bulletins.word import word_document
from banyan.desk.policy_pack import declared_pack
from banyan.desk.records import labels
from banyan.desk.targets.amounts import NONE, aim, written
from banyan.desk.targets.indicators import LAST, START, Indicator, with_targets
from banyan.desk.targets.judging import ORDER, Light, met
from banyan.desk.targets.models import Standing, Value, YearlyDocument, YearlyReport
from banyan.desk.targets.path import counties, way_of
from banyan.desk.targets.wording import what_would_close_it, why

ISSUER = "industry"
WIDTHS = (11, 43, 27, 28, 26, 21)
"""Millimetres of the columns."""


def content_of(year: int) -> dict[str, Any]:
    """What is known of the year now: its newest values, how the targets stand, and the counties'
    lights."""
    standings = {(one.indicator, one.county): one for one in Standing.objects.all()}
    lines = [_line(one, standings.get((one.code, "")), year) for one in with_targets()]
    lines.sort(key=lambda line: ORDER[line["light"]])
    return {
        "year": year,
        "day": timezone.localdate().isoformat(),
        "lines": lines,
        "counties": [
            {
                "code": code,
                "lights": {
                    light: sum(
                        one.county == code and one.light == light for one in standings.values()
                    )
                    for light in Light.values
                },
            }
            for code in counties()
        ],
    }


def _line(indicator: Indicator, held: Standing | None, year: int) -> dict[str, Any]:
    newest = (
        Value.objects.filter(indicator=indicator.code, county="", as_of__year=year)
        .order_by("-period")
        .first()
    )
    target = way_of(indicator).target(max(year, START + 1))
    return {
        "code": indicator.code,
        "light": Light.UNKNOWN if held is None else held.light,
        "words": {
            language: _said(indicator, held, newest, target, language) for language in LANGUAGES
        },
        "reached": newest is not None and met(indicator, newest.value, target),
        "as_of": newest.as_of.isoformat() if newest is not None else None,
    }


def _said(
    indicator: Indicator, held: Standing | None, newest: Value | None, target: int, language: str
) -> dict[str, str]:
    with translation.override(LANGUAGES[language]):
        return {
            "name": indicator.name,
            "value": written(indicator, None if newest is None else newest.value),
            "target": aim(indicator, written(indicator, target)),
            "forecast": NONE
            if held is None or held.last_middle is None
            else written(indicator, held.last_middle),
            "light": str(Light(held.light if held else Light.UNKNOWN).label),
            "why": why(indicator, held) if held is not None else "",
            "closing": what_would_close_it(indicator, held) if held is not None else "",
        }


def said_in(
    content: Mapping[str, Any],
    remarks: Mapping[str, str],
    language: str,
    published_on: date | None,
) -> dict[str, Any]:
    """The report in one language, as a bulletin is said: ``remarks`` by language, Chinese where a
    language has none."""
    with translation.override(LANGUAGES[language]):
        return {
            "language": language,
            "region": "CN" if language == "zh" else "GB",
            "series": _("Report on the targets of the plan"),
            "number": _("Year %(year)s") % {"year": content["year"]},
            "issuer": declared_pack().units[ISSUER][language],
            "date": day_in_words(published_on, language) if published_on else _("draft"),
            "title": _("How far the targets for 2030 had come in %(year)s") % content,
            "to": _("To the counties, county-level cities and districts, and the departments:"),
            "sections": list(_sections(content, remarks, language)),
            "page": _("Page {page} of {pages}"),
        }


def _sections(
    content: Mapping[str, Any], remarks: Mapping[str, str], language: str
) -> Iterator[dict[str, Any]]:
    lines = content["lines"]
    parts: list[tuple[str, dict[str, Any]]] = [
        (_("The whole"), {"paragraphs": [_summary(content, language)]}),
    ]
    missed = [one for one in lines if one["light"] in (Light.MISSED, Light.AT_RISK)]
    if missed:
        parts.append(
            (
                _("What will be missed, or is at risk"),
                {"paragraphs": [_paragraph(one["words"][language]) for one in missed]},
            )
        )
    parts.append(
        (_("All targets"), {"paragraphs": [], "table": _table(lines, language)}),
    )
    parts.append(
        (_("The counties"), {"paragraphs": [], "table": _counties(content["counties"], language)}),
    )
    own = (remarks.get(language) or remarks.get("zh") or "").strip()
    if own:
        paragraphs = [[{"text": line}] for line in own.splitlines() if line.strip()]
        parts.append((_("Remarks"), {"paragraphs": paragraphs}))
    parts.append(
        (
            _("How it is foretold"),
            {
                "paragraphs": [
                    [
                        {
                            "text": _(
                                "From the last value on, every year brings what the time looked at "
                                "brought on average; the band around it holds four of five "
                                "futures. With fewer than three values nothing is foretold."
                            )
                        }
                    ]
                ]
            },
        )
    )
    for place, (title, part) in enumerate(parts):
        numbered = (
            f"{'一二三四五六七八九'[place]}、{title}"
            if language == "zh"
            else f"{place + 1}. {title}"
        )
        yield {"title": numbered, **part}


def _summary(content: Mapping[str, Any], language: str) -> list[dict[str, str]]:
    lines = content["lines"]
    counts = {light: sum(one["light"] == light for one in lines) for light in Light.values}
    day = day_in_words(date.fromisoformat(content["day"]), language)
    return [
        {
            "text": _(
                "As of %(day)s, of %(all)s targets %(green)s are on path, %(yellow)s at risk, "
                "%(red)s will be missed at this pace, and of %(grey)s there is no value yet."
            )
            % {"day": day, "all": len(lines), **counts}
        }
    ]


def _paragraph(words: Mapping[str, str]) -> list[dict[str, str]]:
    text = _("%(name)s (%(light)s): %(why)s %(closing)s") % words
    return [{"text": text.strip()}]


def _table(lines: Any, language: str) -> dict[str, Any]:
    rows = [
        [
            {"text": str(number)},
            {"text": one["words"][language]["name"]},
            *({"text": one["words"][language][name]} for name in ("value", "target", "forecast")),
            {"text": one["words"][language]["light"]},
        ]
        for number, one in enumerate(lines, 1)
    ]
    return {
        "headers": [
            _("No."),
            _("Target"),
            _("actual"),
            _("target of the year"),
            _("forecast of %(last)s") % {"last": LAST},
            _("light"),
        ],
        "rows": rows,
        "lagging": [n for n, one in enumerate(lines) if one["light"] == Light.MISSED],
        "widths": WIDTHS,
        "total": False,
    }


def _counties(rows: Any, language: str) -> dict[str, Any]:
    ordered = sorted(rows, key=lambda row: (-row["lights"]["red"], -row["lights"]["yellow"]))
    return {
        "headers": [
            _("No."),
            _("County"),
            *(str(light.label) for light in Light),
        ],
        "rows": [
            [
                {"text": str(number)},
                {"text": labels.word_label("county", row["code"], language)},
                *({"text": str(row["lights"][light])} for light in Light.values),
            ]
            for number, row in enumerate(ordered, 1)
        ],
        "lagging": [],
        "widths": (12, 50, 24, 24, 24, 22),
        "total": False,
    }


def said(report: YearlyReport, language: str) -> dict[str, Any]:
    """The words of a report as it is, drafted or published."""
    remarks = {"zh": report.remarks_zh, "en": report.remarks_en}
    day = None
    if report.state == YearlyReport.State.CONFIRMED and report.decided_at is not None:
        day = timezone.localdate(report.decided_at)
    return said_in(report.content, remarks, language, day)


def as_file(words: Mapping[str, Any], form: str, day: date) -> bytes:
    """Raises FontsMissingError."""
    return as_pdf(words, day) if form == YearlyDocument.Form.PDF else word_document(words, day)


def documents_of(report: YearlyReport) -> list[YearlyDocument]:
    """The files of a report that is being published, not saved yet. Raises FontsMissingError."""
    assert report.decided_at is not None
    day = timezone.localdate(report.decided_at)
    made = []
    for language in LANGUAGES:
        words = said(report, language)
        for form in YearlyDocument.Form:
            file = as_file(words, form.value, day)
            made.append(
                YearlyDocument(
                    report=report,
                    form=form,
                    language=language,
                    sha256=hashlib.sha256(file).hexdigest(),
                    file=file,
                )
            )
    return made
