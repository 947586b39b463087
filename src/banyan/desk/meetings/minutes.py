"""The minutes as a document: frozen when they are signed, the same bytes whenever they are asked
for."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING, Any

from django.utils import translation
from django.utils.translation import gettext as _

from banyan.desk.bulletins.composing import LANGUAGES, day_in_words
from banyan.desk.bulletins.documents import as_pdf
from banyan.desk.bulletins.word import word_document
from banyan.desk.policy_pack import declared_pack
from banyan.desk.records.labels import word_label

if TYPE_CHECKING:
    from banyan.desk.meetings.models import Meeting, Minutes

ISSUER = "industry"
"""The unit of the notice that holds the city's meetings."""


def content_of(meeting: Meeting) -> dict[str, Any]:
    """What the minutes say, in plain values: the meeting, who was invited, and each point with what
    was said and decided."""
    return {
        "title": meeting.title,
        "date": meeting.date,
        "starts": f"{meeting.starts:%H:%M}",
        "place": meeting.place,
        "chair": meeting.chair,
        "units": [
            {"zh": one.unit.name_zh, "en": one.unit.name_en}
            for one in meeting.participants.select_related("unit")
        ],
        "items": [
            {
                "title": item.title,
                "reference": item.case.reference if item.case else "",
                "project": item.project.reference if item.project else "",
                "said": item.said,
                "decisions": [
                    {
                        "what": one.what,
                        "lead": {"zh": one.lead.name_zh, "en": one.lead.name_en},
                        "helping": [
                            {"zh": unit.name_zh, "en": unit.name_en} for unit in one.helpers
                        ],
                        "due_on": one.due_on,
                        "reference": one.done_as.reference if one.done_as else "",
                    }
                    for one in item.decisions.select_related("lead", "done_as").prefetch_related(
                        "helping__unit"
                    )
                ],
            }
            for item in meeting.items.select_related("case", "project")
        ],
    }


def document(minutes: Minutes, form: str, language: str) -> bytes:
    """The minutes as ``pdf`` or ``docx`` in ``zh`` or ``en``. Raises FontsMissingError."""
    with translation.override(LANGUAGES[language]):
        said = _said(minutes, language)
    if form == "pdf":
        return as_pdf(said, minutes.signed_on)
    return word_document(said, minutes.signed_on)


def _said(minutes: Minutes, language: str) -> dict[str, Any]:
    content: Mapping[str, Any] = minutes.content
    comma = "、" if language == "zh" else ", "
    held_on = day_in_words(_day(content["date"]), language)
    issuer = (
        word_label("county", minutes.county, language)
        if minutes.county
        else declared_pack().units[ISSUER][language]
    )
    about = [
        _("Held on %(day)s at %(time)s, %(place)s.")
        % {"day": held_on, "time": content["starts"], "place": content["place"]},
        _("Chair: %(chair)s.") % {"chair": content["chair"]},
    ]
    if content["units"]:
        units = comma.join(one[language] for one in content["units"])
        about.append(_("Invited: %(units)s.") % {"units": units})
    sections = [{"title": _("The meeting"), "paragraphs": [_run(line) for line in about]}]
    for place, item in enumerate(content["items"], 1):
        sections.append(
            {
                "title": f"{place}. {item['title']}",
                "paragraphs": [_run(line) for line in _lines(item, language)],
            }
        )
    return {
        "language": language,
        "region": "CN" if language == "zh" else "GB",
        "series": _("Minutes of the coordination meeting"),
        "number": _("No. %(number)s of %(year)s")
        % {"number": minutes.number, "year": minutes.year},
        "issuer": issuer,
        "date": day_in_words(minutes.signed_on, language),
        "title": content["title"],
        "to": "",
        "sections": sections,
        "page": _("Page {page} of {pages}"),
    }


def _lines(item: Mapping[str, Any], language: str) -> list[str]:
    lines = item["said"].splitlines() or [_("Talked about.")]
    if item["reference"]:
        lines.insert(0, _("Case %(reference)s.") % {"reference": item["reference"]})
    comma = "、" if language == "zh" else ", "
    if item.get("project"):
        lines.insert(0, _("Project %(reference)s.") % {"reference": item["project"]})
    for one in item["decisions"]:
        units = one["lead"][language]
        if one.get("helping"):  # minutes signed before there were helping units say nothing of them
            helping = comma.join(unit[language] for unit in one["helping"])
            units = _("%(lead)s with %(helping)s") % {"lead": units, "helping": helping}
        lines.append(
            _("Decided: %(what)s. %(unit)s, until %(day)s (%(reference)s).")
            % {
                "what": one["what"].rstrip("。."),
                "unit": units,
                "day": day_in_words(_day(one["due_on"]), language),
                "reference": one["reference"],
            }
        )
    return lines


def _run(text: str) -> list[dict[str, str]]:
    return [{"text": text}]


def _day(value: str | date) -> date:
    return value if isinstance(value, date) else date.fromisoformat(value)
