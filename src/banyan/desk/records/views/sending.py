"""Files that come with a form, for as long as the request lasts."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest
from django.utils.translation import gettext as _

from banyan.desk.audit import RefusedError
from banyan.desk.records.importing.archive import too_large
from banyan.desk.records.uploading import TOO_LARGE

MOST_AT_ONCE = 10


@contextmanager
def kept_for_now(file: UploadedFile[bytes]) -> Iterator[Path]:
    """Where the file lies."""
    with tempfile.NamedTemporaryFile() as place:
        for chunk in file.chunks():
            place.write(chunk)
        place.flush()
        yield Path(place.name)


@contextmanager
def sent_files(request: HttpRequest, name: str) -> Iterator[list[tuple[Path, str]]]:
    """Where the files of a field lie, and what they are called. Raises RefusedError where one was
    too large to come in, or too many came."""
    sent = request.FILES.getlist(name)  # read first: that finds out whether one was too large
    if request.META.get(TOO_LARGE):
        raise RefusedError(too_large(), name)
    if len(sent) > MOST_AT_ONCE:
        raise RefusedError(_("At most %(most)s files at once.") % {"most": MOST_AT_ONCE}, name)
    with ExitStack() as stack:
        yield [(stack.enter_context(kept_for_now(file)), file.name or "") for file in sent]


@contextmanager
def sent_file(request: HttpRequest, name: str = "file") -> Iterator[tuple[Path, str]]:
    """The same of the one file that must come."""
    with sent_files(request, name) as files:
        if not files:
            raise RefusedError(_("Choose a file."), name)
        yield files[0]
