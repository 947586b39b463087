import polars as pl
from hypothesis import given
from hypothesis import strategies as st

from banyan.rules.key_index import KeyIndex, distinct
from banyan.rules.key_order import order

TEXTS = st.lists(st.one_of(st.none(), st.text("abc", max_size=3)), max_size=60)


@given(TEXTS, TEXTS)
def test_a_key_is_found_at_its_first_row_and_nothing_else_is(
    keys: list[str | None], asked: list[str | None]
) -> None:
    series = pl.Series(keys, dtype=pl.String)
    given_keys = [key for key in keys if key is not None]
    index = KeyIndex(series, all_distinct=len(set(given_keys)) == len(given_keys))
    expected = [keys.index(key) if key is not None and key in keys else None for key in asked]
    assert index.rows_of(pl.Series(asked, dtype=pl.String)).to_list() == expected


def test_a_million_times_the_same_key_is_no_trouble() -> None:
    keys = pl.repeat("x", 1_000_000, eager=True)
    assert not distinct([keys])
    assert KeyIndex(keys, all_distinct=False).rows_of(keys.head(3)).to_list() == [0, 0, 0]


def test_many_keys_are_found_and_strangers_are_not() -> None:
    keys = pl.select(pl.int_range(200_000).cast(pl.String)).to_series()
    index = KeyIndex(keys, all_distinct=True)
    assert (index.rows_of(keys) == pl.Series(range(200_000))).all()
    assert index.rows_of("-" + keys).null_count() == 200_000


@given(st.lists(st.tuples(st.text("ab", max_size=2), st.integers(2020, 2022)), max_size=12))
def test_what_is_called_distinct_is_so(rows: list[tuple[str, int]]) -> None:
    columns = [
        pl.Series([text for text, _ in rows], dtype=pl.String),
        pl.Series([year for _, year in rows], dtype=pl.Int32),
    ]
    assert distinct(columns) == (len(set(rows)) == len(rows))


@given(st.lists(st.text("AZaz09é", min_size=1, max_size=6), min_size=1, max_size=40))
def test_the_order_is_that_of_the_bytes(keys: list[str]) -> None:
    series = pl.Series(keys)
    rows = order(series)
    ordered = keys if rows is None else series.gather(rows).to_list()
    assert ordered == sorted(keys, key=str.encode)


@given(st.lists(st.text("ABCDEFG0123456789", min_size=18, max_size=18), min_size=1, max_size=40))
def test_codes_of_one_length_are_ordered_the_same_way(keys: list[str]) -> None:
    series = pl.Series(keys)
    rows = order(series)
    assert (keys if rows is None else series.gather(rows).to_list()) == sorted(keys)
