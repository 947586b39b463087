"""Results appear whole or not at all."""

from __future__ import annotations

from pathlib import Path

import pytest

from banyan.rules.errors import UsageError
from banyan.rules.output import written


def write_result(out: Path, text: str) -> None:
    with written(out) as folder:
        (folder / "simulation.json").write_text(text)


def fail_half_way(out: Path, error: type[BaseException]) -> None:
    with written(out) as folder:
        (folder / "simulation.json").write_text("half")
        raise error


def everything_in(folder: Path) -> list[str]:
    return sorted(str(path.relative_to(folder)) for path in folder.rglob("*"))


def test_a_result_appears_where_it_was_asked_for_and_nothing_beside_it(tmp_path: Path) -> None:
    write_result(tmp_path / "what-ifs" / "rate", "{}")
    assert everything_in(tmp_path) == [
        "what-ifs",
        "what-ifs/rate",
        "what-ifs/rate/simulation.json",
    ]


def test_an_empty_folder_may_be_written_to(tmp_path: Path) -> None:
    (tmp_path / "out").mkdir()
    write_result(tmp_path / "out", "{}")
    assert everything_in(tmp_path) == ["out", "out/simulation.json"]


def test_work_that_ends_half_way_leaves_nothing(tmp_path: Path) -> None:
    with pytest.raises(KeyboardInterrupt):
        fail_half_way(tmp_path / "out", KeyboardInterrupt)
    assert everything_in(tmp_path) == []


def test_an_earlier_result_is_replaced_as_a_whole(tmp_path: Path) -> None:
    with written(tmp_path / "out") as folder:
        (folder / "run.json").write_text("{}")
        (folder / "old.csv").write_text("")
    write_result(tmp_path / "out", "new")
    assert everything_in(tmp_path) == ["out", "out/simulation.json"]
    assert (tmp_path / "out" / "simulation.json").read_text() == "new"


def test_work_that_ends_half_way_leaves_the_earlier_result_as_it_was(tmp_path: Path) -> None:
    write_result(tmp_path / "out", "earlier")
    with pytest.raises(RuntimeError):
        fail_half_way(tmp_path / "out", RuntimeError)
    assert everything_in(tmp_path) == ["out", "out/simulation.json"]
    assert (tmp_path / "out" / "simulation.json").read_text() == "earlier"


def test_a_folder_with_something_else_in_it_is_never_touched(tmp_path: Path) -> None:
    (tmp_path / "letters").mkdir()
    (tmp_path / "letters" / "dear.txt").write_text("dear")
    with pytest.raises(UsageError, match="not empty"):
        write_result(tmp_path / "letters", "{}")
    assert everything_in(tmp_path) == ["letters", "letters/dear.txt"]


def test_a_file_is_no_place_for_a_result(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(UsageError, match="no folder"):
        write_result(tmp_path / "file", "{}")
    with pytest.raises(UsageError, match="cannot write"):
        write_result(tmp_path / "file" / "below", "{}")
