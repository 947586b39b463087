"""The whole life of a case on paper."""

from __future__ import annotations

from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from banyan.desk.cases.asking import shown_fields
from banyan.desk.cases.evidence import evidence_of
from banyan.desk.cases.models import Case, CaseFile
from banyan.desk.cases.states import State
from banyan.desk.cases.words import move_words
from banyan.desk.people.models import Account
from banyan.desk.records import labels
from banyan.desk.ui.typesetting import typeset


def printed_life(case: Case, account: Account | None, language: str) -> bytes:
    """The PDF of what the account may see, in the active language. Raises FontsMissingError."""
    said = life_of(case, account) | {"language": language, "page": _("Page {page} of {pages}")}
    return typeset("banyan.desk.cases", "life.typ", said, timezone.now())


def life_of(case: Case, account: Account | None) -> dict[str, Any]:
    """What the page says, in words, as its template takes it."""
    facts = [
        (_("Kind"), f"{case.declared_kind.name} · {case.declared_category.name}"),
        (_("Organization"), case.organization.name if case.organization else ""),
        (_("County"), labels.word_label("county", case.county) if case.county else ""),
        (pgettext("a case", "Ledger"), str(case.get_level_display())),
        (_("Gravity"), str(case.get_gravity_display())),
        (_("State"), str(case.get_state_display())),
        (_("Lead unit"), case.lead.name if case.lead else ""),
        (_("Due"), case.due_on.isoformat() if case.due_on else ""),
        (_("Outcome"), str(case.get_outcome_display())),
        (_("Rating"), str(case.rating or "")),
        (_("Why nothing proves it"), case.no_evidence),
        *shown_fields(case.declared_category, case.fields),
    ]
    moves = case.moves.all().visible_to(account).select_related("by", "by__unit")
    files = list(case.files.all().visible_to(account))
    proving = set(evidence_of(case)) if case.answer else set()
    return {
        "title": case.title,
        "reference": case.reference,
        "text": case.text,
        "facts": [[name, value] for name, value in facts if value],
        "headers": [_("When"), _("Who"), _("What")],
        "moves": [
            {
                "at": timezone.localtime(move.at).strftime("%Y-%m-%d %H:%M"),
                "who": _who(move.by),
                "what": f"{move_words(move.action)} → {State(move.target).label}"
                if move.source != move.target
                else move_words(move.action),
                "note": move.note,
            }
            for move in moves
        ],
        "answer_title": _("What was done"),
        "answer": case.answer,
        "evidence_title": _("Files that prove it"),
        "evidence": [_kept(one) for one in files if one in proving],
        "files_title": _("Files"),
        "files": [_kept(one) for one in files if one not in proving],
        "printed": _("Printed on %(day)s") % {"day": timezone.localdate().isoformat()},
    }


def _kept(file: CaseFile) -> str:
    return f"{file.name} ({file.size:,} B, SHA-256 {file.sha256[:16]}…)"


def _who(account: Account | None) -> str:
    if account is None:
        return _("The desk")
    return f"{account.unit.name} {account}" if account.unit is not None else str(account)
