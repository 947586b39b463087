"""What the home page says of the policy library."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest

from banyan.desk.policy import library
from banyan.desk.policy.pack_in_force import pack_in_force


def articles_to_check(request: HttpRequest) -> dict[str, Any] | None:
    """The articles whose text changed and nobody has compared; ``None`` where there are none."""
    pack = pack_in_force()
    articles = library.to_be_checked(pack)
    document = library.notice(pack)
    if not articles or document is None or document.text is None:
        return None
    return {"articles": articles, "text": document.text}
