"""The static files where the desk serves them from: collected and compressed once for each state in
which the program brings them along, for compressing takes half a minute of a processor."""

from __future__ import annotations

import hashlib
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command

COLLECTED = ".collected"
"""The file beside them that holds ``_state`` of what was collected; written last, so that a
collection that was killed is made again."""
LEFT_OUT = ["redoc*"]
"""Brought along by a library; no page names them."""


def collect() -> None:
    """Collects the static files, unless they are there as the program brings them along."""
    folder = Path(settings.STATIC_ROOT)
    mark = folder / COLLECTED
    state = _state()
    if mark.exists() and mark.read_text() == state:
        return
    mark.unlink(missing_ok=True)
    call_command("collectstatic", interactive=False, verbosity=0, ignore_patterns=LEFT_OUT)
    folder.mkdir(parents=True, exist_ok=True)
    mark.write_text(state)


def _state() -> str:
    """A digest of names, sizes and times of all files that are to be collected."""
    digest = hashlib.sha256()
    for finder in get_finders():
        for name, storage in finder.list(LEFT_OUT):
            about = Path(storage.path(name)).stat()
            digest.update(f"{name} {about.st_size} {about.st_mtime_ns}\n".encode())
    return digest.hexdigest()
