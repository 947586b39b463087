"""``banyan policy import`` lays a text beside the rules."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from banyan.cli import main
from banyan.desk.policy.models import TextVersion
from desk.making import Making
from desk.policy.conftest import SMALL


def _import(folder: Path, text: str, *more: str) -> Result:
    (folder / "notice.txt").write_text(text, encoding="utf-8")
    arguments = ["policy", "import", str(folder / "notice.txt"), "--lang", "en", *more]
    return CliRunner().invoke(main, arguments)


def test_a_text_is_imported_and_an_amended_one_compared(making: Making, tmp_path: Path) -> None:
    first = _import(tmp_path, SMALL)
    assert (first.exit_code, first.stdout) == (0, "")
    assert "青政办〔2025〕17号" in first.stderr
    second = _import(tmp_path, SMALL.replace("每亩 800 元", "每亩 900 元"))
    assert (second.exit_code, second.stdout) == (0, "A1.1\tchanged\n")
    assert TextVersion.objects.count() == 2


@pytest.mark.parametrize("text", ["没有条款", SMALL.replace("青政办〔2025〕17号", "")])
def test_what_cannot_be_imported_is_an_error(making: Making, tmp_path: Path, text: str) -> None:
    result = _import(tmp_path, text)
    assert result.exit_code == 2
    assert result.stderr.startswith("Error: ")


def test_a_file_that_is_not_there_is_an_error(making: Making, tmp_path: Path) -> None:
    result = CliRunner().invoke(main, ["policy", "import", str(tmp_path / "none.txt")])
    assert result.exit_code == 2
