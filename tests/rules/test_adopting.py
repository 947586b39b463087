"""A value adopted for some days is laid into a figure's history."""

from __future__ import annotations

from datetime import date

import pytest

from banyan.rules.errors import PackError
from banyan.rules.parameters import Figure, Span
from banyan.rules.units import Unit

CEILING = 30_000


def _day(year: int, month: int = 1) -> date:
    return date(year, month, 1)


def _figure(*spans: Span, assumed: bool = False, unit: Unit = Unit.RATE) -> Figure:
    held = spans or (Span(_day(2026), _day(2031), 30_000, CEILING),)
    words = {"zh": "比例", "en": "rate"}
    return Figure("rate", unit, "A3.1", words, held, assumed)


def _values(figure: Figure) -> list[tuple[int, int, object]]:
    return [(span.start.year, span.end.year, span.adopted) for span in figure.spans]


@pytest.mark.parametrize(
    ("start", "end", "expected"),
    [
        (2026, 2031, [(2026, 2031, 20_000)]),
        (2026, 2028, [(2026, 2028, 20_000), (2028, 2031, 30_000)]),
        (2028, 2031, [(2026, 2028, 30_000), (2028, 2031, 20_000)]),
        (2027, 2028, [(2026, 2027, 30_000), (2027, 2028, 20_000), (2028, 2031, 30_000)]),
    ],
)
def test_the_days_before_and_after_keep_their_value(
    start: int, end: int, expected: list[tuple[int, int, int]]
) -> None:
    found = _figure().adopting(20_000, _day(start), _day(end))
    assert _values(found) == expected
    assert {span.ceiling for span in found.spans} == {CEILING}


def test_a_value_across_two_spans_keeps_the_ceiling_of_each() -> None:
    figure = _figure(
        Span(_day(2026), _day(2028), 30_000, 30_000), Span(_day(2028), _day(2031), 10_000, 20_000)
    )
    found = figure.adopting(15_000, _day(2027), _day(2029))
    assert [(span.adopted, span.ceiling) for span in found.spans] == [
        (30_000, 30_000),
        (15_000, 30_000),
        (15_000, 20_000),
        (10_000, 20_000),
    ]
    with pytest.raises(PackError, match="above the ceiling"):
        figure.adopting(25_000, _day(2027), _day(2029))


def test_a_value_above_the_ceiling_is_refused() -> None:
    with pytest.raises(PackError, match="above the ceiling"):
        _figure().adopting(30_001, _day(2026), _day(2031))


@pytest.mark.parametrize(("start", "end"), [(2025, 2028), (2030, 2032), (2028, 2028), (2029, 2028)])
def test_days_without_a_value_are_refused(start: int, end: int) -> None:
    with pytest.raises(PackError):
        _figure().adopting(20_000, _day(start), _day(end))


def test_what_the_document_fixes_stays() -> None:
    fixed = _figure(Span(_day(2026), _day(2031), 2, None))
    with pytest.raises(PackError, match="fixes"):
        fixed.adopting(3, _day(2026), _day(2031))


def test_what_the_document_is_silent_about_is_free() -> None:
    silent = _figure(Span(_day(2026), _day(2031), 2, None), assumed=True)
    assert _values(silent.adopting(3, _day(2026), _day(2031))) == [(2026, 2031, 3)]


def test_a_value_of_another_kind_is_refused() -> None:
    with pytest.raises(PackError):
        _figure().adopting(_day(2027), _day(2026), _day(2031))
