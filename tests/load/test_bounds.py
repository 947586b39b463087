"""The load goes to this machine alone, and not beyond its bounds."""

from __future__ import annotations

import importlib.util
import subprocess
import sys
from pathlib import Path

import pytest

FILE = Path(__file__).parent / "locustfile.py"

pytestmark = pytest.mark.skipif(
    importlib.util.find_spec("locust") is None, reason="locust comes with the extra bench"
)


def refused(*arguments: str) -> bool:
    """Locust changes the process that imports it, so it runs in one of its own."""
    command = [sys.executable, "-m", "locust", "-f", str(FILE), "--headless", *arguments]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60)
    return done.returncode != 0 and "NotHereError" in done.stderr


@pytest.mark.parametrize(
    "host",
    [
        "http://example.org",
        "http://127.0.0.1.example.org",
        "http://localhost@10.0.0.1",
        "ftp://[::1]",
    ],
)
def test_another_machine_is_refused(host: str) -> None:
    assert refused("--host", host)


@pytest.mark.parametrize("more", [["--reviewers", "51"], ["--minutes", "5.1"], ["--minutes", "0"]])
def test_more_than_fifty_or_longer_than_five_minutes_is_refused(more: list[str]) -> None:
    assert refused("--host", "http://127.0.0.1:1", *more)
