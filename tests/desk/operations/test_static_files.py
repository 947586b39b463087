"""Static files are collected once for each state in which the program brings them along."""

from __future__ import annotations

import os
import time
from pathlib import Path
from typing import Any

import pytest

from banyan.desk.operations import static_files


@pytest.fixture
def source(tmp_path: Path, settings: Any) -> Path:
    """A folder of static files that the program brings along; only these."""
    folder = tmp_path / "source"
    folder.mkdir()
    (folder / "desk.css").write_text("a {}")
    settings.STATIC_ROOT = tmp_path / "static"
    settings.STATICFILES_DIRS = [folder]
    settings.STATICFILES_FINDERS = ["django.contrib.staticfiles.finders.FileSystemFinder"]
    return folder


def _served(settings: Any) -> str:
    return str((Path(settings.STATIC_ROOT) / "desk.css").read_text())


def test_what_is_there_is_not_collected_again(
    source: Path, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    static_files.collect()
    assert _served(settings) == "a {}"
    monkeypatch.delattr(static_files, "call_command")
    static_files.collect()


def test_what_changed_is_collected(source: Path, settings: Any) -> None:
    static_files.collect()
    (source / "desk.css").write_text("a { color: red }")
    later = time.time() + 10  # collecting compares whole seconds
    os.utime(source / "desk.css", (later, later))
    static_files.collect()
    assert _served(settings) == "a { color: red }"


def test_a_collection_that_was_stopped_is_made_again(
    source: Path, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    def stop(*arguments: Any, **options: Any) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(static_files, "call_command", stop)
        with pytest.raises(KeyboardInterrupt):
            static_files.collect()
    static_files.collect()
    assert _served(settings) == "a {}"
