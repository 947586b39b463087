"""Files that somebody sent, as they are kept."""

from __future__ import annotations

import hashlib
import uuid
from pathlib import Path

from django.core.files import File

from banyan.desk.audit import Actor
from banyan.desk.records.models import Upload


def keep(actor: Actor, path: Path, name: str, content_type: str) -> Upload:
    """Keeps the file at ``path``, which was sent under ``name`` and looked at before; within a
    running action. It lies under a name of our own: what somebody calls a file is no path."""
    with path.open("rb") as content:
        kept = Upload(
            sha256=hashlib.file_digest(content, "sha256").hexdigest(),
            name=Path(name).name[-255:],
            content_type=content_type,
            size=path.stat().st_size,
            uploaded_by=actor.account,
        )
        content.seek(0)
        kept.file.save(f"{uuid.uuid4().hex}{Path(name).suffix.lower()}", File(content), save=False)
    kept.save()
    return kept
