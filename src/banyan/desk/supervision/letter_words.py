"""An urging letter in words."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from banyan.desk.bulletins.composing import day_in_words
from banyan.desk.supervision.issuing import numbered
from banyan.desk.supervision.models import Letter


def content_of(letter: Letter, sent_on: date, overdue: Mapping[int, int]) -> dict[str, Any]:
    """What is frozen when the letter is sent; ``overdue`` are the working days by the thing."""
    return {
        "to": letter.addressee_in_both,
        "level": letter.level,
        "follows": str(letter.follows) if letter.follows is not None else "",
        "title": letter.title,
        "text": letter.text,
        "sent_on": sent_on.isoformat(),
        "answer_due_on": letter.answer_due_on,
        "things": [
            {
                "title": one.title,
                "reference": one.case.reference if one.case is not None else "",
                "due_on": one.due_on,
                "overdue": overdue[one.pk],
            }
            for one in letter.things.select_related("case")
        ],
    }


def say(content: Mapping[str, Any], language: str) -> dict[str, Any]:
    """The words of a letter, as the page and the files say them alike."""
    things = content["things"]
    due = day_in_words(_day(content["answer_due_on"]), language)
    begin = ngettext(
        "The following %(count)s matter is overdue. You are urged to see to it.",
        "The following %(count)s matters are overdue. You are urged to see to them.",
        len(things),
    ) % {"count": len(things)}
    demanded = [[{"text": line}] for line in content["text"].splitlines() if line.strip()]
    if content["follows"]:
        again = _("Letter %(number)s about this was not answered, or not well.")
        demanded.insert(0, [{"text": again % {"number": content["follows"]}}])
    answer = _("Answer in writing by %(day)s: what was done, what is still to be done until when.")
    sections: list[dict[str, Any]] = [
        {
            "title": numbered(1, _("What is overdue"), language),
            "paragraphs": [[{"text": begin}]],
            "table": {
                "headers": [
                    pgettext("a row", "No."),
                    _("Matter"),
                    pgettext("a case", "Case"),
                    _("Was due"),
                    _("Days overdue"),
                ],
                "widths": [12, 70, 30, 26, 18],
                "rows": [
                    [
                        str(place),
                        {"text": one["title"][language]},
                        {"text": one["reference"] or "–"},
                        {"text": _day(one["due_on"]).isoformat()},
                        {"text": str(one["overdue"])},
                    ]
                    for place, one in enumerate(things, 1)
                ],
                "lagging": [],
                "total": False,
                "texts": True,
            },
        },
        {"title": numbered(2, _("What is demanded"), language), "paragraphs": demanded},
        {
            "title": numbered(3, _("The answer"), language),
            "paragraphs": [
                [{"text": answer % {"day": due}}],
                [
                    {
                        "text": _(
                            "Working days count by the official calendar. Who does not answer, or "
                            "does not act, may be held to account with the consent of the city "
                            "government."
                        )
                    }
                ],
            ],
        },
    ]
    return {
        "series": _("Urging letter"),
        "numbering": _("Urging letter [%(year)s] No. %(number)s"),
        "title": content["title"],
        "to": _("To: %(unit)s") % {"unit": content["to"][language]},
        "sections": sections,
    }


def _day(value: str | date) -> date:
    return value if isinstance(value, date) else date.fromisoformat(value)
