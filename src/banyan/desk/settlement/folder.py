"""A run's folder: the engine's (``rules.run``), with what the desk keeps beside it.

``boards.json``   whom each organization competed with, so that one line is explained alone
``provenance``    who stood behind each record of the snapshot: ``records.verified_facts``
"""

from __future__ import annotations

import json
import secrets
import shutil
from functools import lru_cache
from pathlib import Path

from banyan.desk.policy_pack import declared_pack
from banyan.desk.settlement.models import Run
from banyan.rules.boards import Boards
from banyan.rules.errors import UsageError
from banyan.rules.pack import Pack
from banyan.rules.run import Run as StoredRun
from banyan.rules.run import open_run

BOARDS = "boards.json"
PROVENANCE = "provenance"


class FolderLostError(Exception):
    """A run whose folder is gone, or no longer what was written."""


def new_attempt(run: Run) -> Path:
    """A folder beside the run's own in which it is computed. Each attempt has its own: one whose
    worker was taken for dead and lives on spoils nothing."""
    return run.folder.with_name(f"{run.pk}.{secrets.token_hex(4)}")


def take_over(run: Run, attempt: Path) -> None:
    """Makes an attempt the run's folder. Only under the run's held row, before the run is
    committed: an attempt that was killed between the two is replaced by the next."""
    shutil.rmtree(run.folder, ignore_errors=True)
    attempt.rename(run.folder)


def clear_attempts(run: Run) -> None:
    """Removes what attempts have left, once the run is decided."""
    for left in run.folder.parent.glob(f"{run.pk}.*"):
        shutil.rmtree(left, ignore_errors=True)


def stored(run: Run) -> StoredRun:
    """The run as the engine reads it. Raises FolderLostError."""
    try:
        return open_run(run.folder)
    except UsageError as error:
        raise FolderLostError(str(error)) from None


@lru_cache(maxsize=4)
def _boards(folder: Path, lines_sha256: str) -> Boards:
    return Boards.from_json(json.loads((folder / BOARDS).read_text("utf-8")))


def boards_of(run: Run) -> Boards:
    """The run's boards; held in memory, since a run never changes. Raises FolderLostError."""
    try:
        return _boards(run.folder, run.lines_sha256)
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise FolderLostError(str(error)) from None


@lru_cache(maxsize=4)
def _pack(folder: Path, lines_sha256: str) -> Pack:
    return open_run(folder).pack(declared_pack())


def pack_of(run: Run) -> Pack:
    """The pack with the figures of the run. Raises FolderLostError."""
    try:
        return _pack(run.folder, run.lines_sha256)
    except UsageError as error:
        raise FolderLostError(str(error)) from None
