"""The worked cases that come with the pack."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from banyan.cli import main
from banyan.packs.fuzhou import FOLDER, pack
from banyan.rules.cases import read_cases

FILES = sorted((FOLDER / "cases").glob("*.yaml"))


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_every_worked_case_of_the_pack_comes_out_as_it_says(path: Path) -> None:
    result = CliRunner().invoke(main, ["test", str(path), "--json"])
    found = json.loads(result.stdout)
    assert [one for one in found if not one["passed"]] == []
    assert len(found) == len(read_cases(path, pack().schema)) > 0
    assert result.exit_code == 0


def test_a_folder_of_cases_holds_those_of_all_its_files() -> None:
    notice = pack()
    found = read_cases(FOLDER / "cases", notice.schema)
    assert len(found) == sum(len(read_cases(path, notice.schema)) for path in FILES)
    assert {case.file.name for case in found} == {path.name for path in FILES}
