import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from banyan.rules.csv_file import read_csv
from banyan.rules.raw_table import UnreadableError

FIELDS = st.text('ab,"\n\r 1福', max_size=4)
ROWS = st.lists(st.lists(FIELDS, min_size=1, max_size=4), min_size=1, max_size=8)


def written(rows: list[list[str]], ends: str, quoting: int) -> bytes:
    text = io.StringIO(newline="")
    csv.writer(text, lineterminator=ends, quoting=quoting).writerows(rows)
    return text.getvalue().encode()


@given(ROWS, st.sampled_from(["\n", "\r\n"]), st.booleans(), st.booleans())
def test_any_table_is_read_as_it_was_written(
    rows: list[list[str]], ends: str, marked: bool, all_quoted: bool
) -> None:
    if not all_quoted:  # a lone carriage return is not quoted by itself
        rows = [[field.replace("\r", "") for field in row] for row in rows]
    rows[0][0] = "name" + rows[0][0]
    # An empty line at the end is none, and a lone field that is empty would be one.
    rows = [row if any(row) else ["-", *row[1:]] for row in rows]
    table = read_csv(
        (b"\xef\xbb\xbf" if marked else b"")
        + written(rows, ends, csv.QUOTE_ALL if all_quoted else csv.QUOTE_MINIMAL)
    )
    width = len(rows[0])
    assert table.header == rows[0]
    fields = [len(row) for row in rows[1:]]
    assert (table.fields is None) == all(count == width for count in fields)
    if table.fields is not None:
        assert table.fields.to_list() == fields
    for row, found in zip(rows[1:], table.frame.rows(), strict=True):
        padded = (row + [""] * width)[:width]
        assert [field or "" for field in found] == padded


@given(st.text('ab,"\n\r', max_size=14))
def test_whatever_is_in_a_file_is_read_or_refused(text: str) -> None:
    try:
        table = read_csv(f"a,b\n{text}".encode())
    except UnreadableError as error:
        assert error.row >= 0  # noqa: PT017
    else:
        assert table.header == ["a", "b"]


def test_bytes_that_are_not_utf8_are_refused() -> None:
    with pytest.raises(UnreadableError, match="UTF-8"):
        read_csv("name\n福州\n".encode("gb18030"))
