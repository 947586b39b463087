"""A measure without candidates is not put through the steps, and nobody can tell."""

from __future__ import annotations

import polars as pl
import pytest

from banyan.packs.fuzhou import pack
from banyan.rules.facts import Facts
from banyan.rules.rows import facts_of_rows
from banyan.rules.settlement import settle
from banyan.rules.settlement.lines import lines

NOBODY: dict[str, list[dict[str, str]]] = {}


@pytest.fixture
def in_full(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every step is taken, with candidates or without."""
    monkeypatch.setattr(pl.DataFrame, "is_empty", lambda _: False)


@pytest.fixture
def nobody() -> Facts:
    return facts_of_rows(pack().schema, NOBODY)


def test_it_has_the_columns_that_the_steps_would_have_left(
    nobody: Facts, request: pytest.FixtureRequest
) -> None:
    skipped = settle(pack(), nobody, 2026).frames
    request.getfixturevalue("in_full")
    full = settle(pack(), nobody, 2026).frames
    assert {code: dict(frame.schema) for code, frame in skipped.items()} == {
        code: dict(frame.schema) for code, frame in full.items()
    }


def test_a_result_without_lines_has_the_columns_of_one_with_lines(nobody: Facts) -> None:
    found = lines(settle(pack(), nobody, 2026))
    assert found.height == 0
    assert found.schema["amount"] == pl.Decimal(38, 2)
