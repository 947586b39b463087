"""The words of a report with the addresses of what is behind its figures."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.urls import reverse

from banyan.desk.bulletins.documents import linked
from banyan.desk.supervision.report_words import say


def say_linked(content: Mapping[str, Any], language: str) -> dict[str, Any]:
    """As they stand in the files of what was published: with whole addresses, which of a
    scoreboard, that anybody reads, there are none."""
    said = say(content, language)
    if content["kind"] == "scoreboard":
        return said
    address, report = content["address"], content["report"]
    found: dict[str, Any] = linked(
        said, lambda code: address + reverse("supervision:figure", args=[report, code])
    )
    return found
