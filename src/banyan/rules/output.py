"""A folder of results appears whole or not at all."""

from __future__ import annotations

import glob
import os
import secrets
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from banyan.rules.errors import UsageError

MARKS = ("run.json", "simulation.json")
"""A folder that holds one of these files is an earlier result, which a new one may replace."""


def check_output(out: Path, replaces: tuple[str, ...] = MARKS) -> None:
    """Raises UsageError where results may not be written: ``out`` is a file, or a folder that
    holds something other than an earlier result (one of the files in ``replaces``). Ask before a
    long computation."""
    if not out.exists():
        return
    if not out.is_dir():
        raise UsageError(f"{out} is no folder")
    if any(out.iterdir()) and not any((out / mark).is_file() for mark in replaces):
        raise UsageError(f"{out} is not empty and holds no earlier result; choose another folder")


def _clear_leftovers(out: Path) -> None:
    """Removes the unfinished folders of processes that were killed while they wrote to ``out``."""
    for left in out.parent.glob(f".{glob.escape(out.name)}.*-*.new"):
        process = left.name.removeprefix(f".{out.name}.").split("-")[0]
        if process.isdigit() and not _runs(int(process)):
            shutil.rmtree(left, ignore_errors=True)


def _runs(process: int) -> bool:
    try:
        os.kill(process, 0)  # asks, and does nothing
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


@contextmanager
def written(out: Path, replaces: tuple[str, ...] = MARKS) -> Iterator[Path]:
    """Yields a new folder beside ``out`` and renames it onto ``out`` when the block succeeds; an
    earlier result there is replaced. When the block fails the new folder is removed and ``out``
    is as it was. Raises UsageError as ``check_output`` does, and where nothing can be written."""
    out = out.resolve()
    check_output(out, replaces)
    _clear_leftovers(out)
    mark = f"{os.getpid()}-{secrets.token_hex(4)}"
    new, old = (out.with_name(f".{out.name}.{mark}.{end}") for end in ("new", "old"))
    try:
        out.parent.mkdir(parents=True, exist_ok=True)
        new.mkdir()
    except OSError as error:
        raise UsageError(f"cannot write to {out}: {error.strerror}") from None
    try:
        yield new
        check_output(out, replaces)
        if out.exists():
            out.rename(old)
        try:
            new.rename(out)
        except BaseException:
            if old.exists():
                old.rename(out)
            raise
    except BaseException:
        shutil.rmtree(new, ignore_errors=True)
        raise
    shutil.rmtree(old, ignore_errors=True)
