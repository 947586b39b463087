"""What several pages of cases need."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from django.http import HttpRequest
from django.utils.translation import gettext as _

from banyan.desk.audit import RefusedError
from banyan.desk.records.importing.archive import too_large
from banyan.desk.records.uploading import TOO_LARGE

LONGEST = 4_000
"""Characters of a long text."""
MOST_AT_ONCE = 10


def text_of(request: HttpRequest, name: str) -> str:
    """A long text of a form, as a database takes it."""
    return str(request.POST.get(name, "")).replace("\x00", "")[:LONGEST]


@contextmanager
def sent_files(request: HttpRequest, name: str) -> Iterator[list[tuple[Path, str]]]:
    """The files that came with a form, for as long as they are needed. Raises RefusedError where
    one was too large to come in, or too many came."""
    if request.META.get(TOO_LARGE):
        raise RefusedError(too_large(), name)
    sent = request.FILES.getlist(name)
    if len(sent) > MOST_AT_ONCE:
        raise RefusedError(_("At most %(most)s files at once.") % {"most": MOST_AT_ONCE}, name)
    with ExitStack() as stack:
        found = []
        for file in sent:
            place = stack.enter_context(tempfile.NamedTemporaryFile())
            for chunk in file.chunks():
                place.write(chunk)
            place.flush()
            found.append((Path(place.name), file.name or ""))
        yield found
