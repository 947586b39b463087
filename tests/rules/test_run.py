"""A run is kept whole or not at all, and can be replayed and compared."""

from __future__ import annotations

import csv
import json
import os
import shutil
import signal
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import polars as pl
import pytest

from banyan.packs.fuzhou import pack
from banyan.rules import run as run_module
from banyan.rules.comparison import Cause, Comparison, compare_runs
from banyan.rules.credit_code import complete
from banyan.rules.errors import FactsError, UsageError
from banyan.rules.output import written
from banyan.rules.reading import read_facts
from banyan.rules.run import open_run, replay, write_run
from banyan.rules.settlement import settle
from oracle.generated import write

if TYPE_CHECKING:
    from banyan.rules.pack import Pack
    from oracle.reading import Tables

YEAR = 2026
FIRST, SECOND = (complete(f"91350100{number:09}") for number in (1, 2))


def recognition(name: str, uscc: str, kind: str = "secure_product") -> dict[str, str]:
    return {
        "recognition": name,
        "uscc": uscc,
        "kind": kind,
        "level": "",
        "subject": name,
        "recognized_on": f"{YEAR}-05-01",
    }


def cloud_year(uscc: str, cost: str) -> dict[str, str]:
    return {
        "uscc": uscc,
        "year": str(YEAR),
        "devices": "3",
        "software_cost": cost,
        "infrastructure_cost": "0",
    }


def facts() -> Tables:
    organization = {"name": "榕", "kind": "enterprise", "county": "350102", "industry": "C3911"}
    return {
        "organizations": [
            {"uscc": uscc, **organization, "size": "small"} for uscc in (FIRST, SECOND)
        ],
        "recognitions": [recognition("R1", FIRST), recognition("R2", SECOND)],
        "cloud_years": [cloud_year(FIRST, "1000"), cloud_year(SECOND, "3000")],
        "budgets": [{"year": str(YEAR), "fund": "software", "amount": "900000"}],
    }


def run(tables: Tables, out: Path, notice: Pack | None = None, **more: Any) -> Path:
    """The tables written beside ``out`` and settled into it."""
    source = out.with_name(f"{out.name}-facts")
    write(tables, source)
    notice = pack() if notice is None else notice
    write_run(settle(notice, read_facts(source, notice.schema), YEAR), out, **more)
    shutil.rmtree(source)
    return out


@pytest.fixture
def stored(tmp_path: Path) -> Path:
    return run(facts(), tmp_path / "run", csv=True)


def differences(folder: Path, notice: Pack | None = None) -> tuple[str, ...]:
    return replay(open_run(folder), pack() if notice is None else notice).differences


def test_a_run_holds_its_lines_its_summary_and_the_very_facts(stored: Path) -> None:
    assert sorted(path.name for path in stored.iterdir()) == [
        "lines.csv",
        "lines.parquet",
        "run.json",
        "snapshot",
    ]
    summary = json.loads((stored / "run.json").read_text(encoding="utf-8"))
    assert summary["year"] == YEAR
    assert summary["measures"]["secure_product"]["amount"] == "900000.00"
    assert summary["measures"]["cloud_software"]["lines"]["granted"] == 2
    assert summary["facts"]["cloud_years"]["rows"] == 2
    assert summary["facts"]["loans"] == {"file": None, "rows": 0, "sha256": None}
    assert set(summary["parameters"]) == set(pack().parameters)
    with (stored / "lines.csv").open(encoding="utf-8", newline="") as file:
        written_lines = list(csv.DictReader(file))
    assert len(written_lines) == summary["lines"]["rows"]


def test_lines_csv_is_written_only_where_it_is_asked_for(tmp_path: Path) -> None:
    assert not (run(facts(), tmp_path / "run") / "lines.csv").exists()


def test_a_replay_gives_the_same(stored: Path) -> None:
    found = replay(open_run(stored), pack())
    assert found.differences == ()
    assert found.again.equals(found.stored)


def test_a_run_can_be_moved_and_replayed_when_its_facts_are_gone(stored: Path) -> None:
    moved = stored.rename(stored.with_name("elsewhere"))
    assert differences(moved) == ()


def test_a_changed_snapshot_is_named(stored: Path) -> None:
    path = stored / "snapshot" / "cloud_years.csv"
    path.write_bytes(path.read_bytes().replace(b",1000,", b",2000,"))
    found = differences(stored)
    assert "snapshot/cloud_years.csv (cloud_years) was changed" in found
    assert "the lines that come out have another hash" in found


def test_a_change_of_the_snapshot_that_changes_no_line_is_named_too(stored: Path) -> None:
    path = stored / "snapshot" / "cloud_years.csv"
    path.write_bytes(path.read_bytes() + b"\n")
    assert differences(stored) == ("snapshot/cloud_years.csv (cloud_years) was changed",)


def test_a_snapshot_file_that_is_gone_is_named(stored: Path) -> None:
    (stored / "snapshot" / "cloud_years.csv").unlink()
    assert "snapshot/cloud_years.csv is missing" in differences(stored)


def test_a_snapshot_file_that_was_not_there_is_named(stored: Path) -> None:
    (stored / "snapshot" / "history.csv").write_text(
        f"measure,uscc,award_key,year,amount\nsecure_product,{FIRST},R9,2025,1\n", encoding="utf-8"
    )
    assert differences(stored) == ("snapshot/history.csv (history) was added",)


def test_a_snapshot_that_no_longer_holds_together_is_refused(stored: Path) -> None:
    path = stored / "snapshot" / "cloud_years.csv"
    path.write_bytes(path.read_bytes().replace(b",1000,", b",-1,"))
    with pytest.raises(FactsError):
        differences(stored)


def test_changed_lines_are_named(stored: Path) -> None:
    lines = pl.read_parquet(stored / "lines.parquet")
    lines.with_columns(pl.col("amount") + 1).write_parquet(stored / "lines.parquet")
    assert differences(stored) == ("lines.parquet was changed",)


def test_a_changed_lines_csv_is_named(stored: Path) -> None:
    path = stored / "lines.csv"
    path.write_bytes(path.read_bytes().replace(b"450000.00", b"450000.01"))
    assert differences(stored) == ("lines.csv was changed",)


@pytest.mark.parametrize(
    ("key", "change"),
    [
        ("amount", lambda summary: summary.update(amount="1.00")),
        ("measures", lambda summary: summary["measures"]["srdi"].update(gross="1.00")),
    ],
)
def test_a_changed_total_is_named(stored: Path, key: str, change: Any) -> None:
    path = stored / "run.json"
    summary = json.loads(path.read_text(encoding="utf-8"))
    change(summary)
    path.write_text(json.dumps(summary), encoding="utf-8")
    assert differences(stored) == (f"run.json: {key} differs",)


def test_a_changed_figure_in_the_summary_is_named_by_what_it_does(stored: Path) -> None:
    path = stored / "run.json"
    text = path.read_text(encoding="utf-8")
    path.write_text(
        text.replace('"cloud_software.rate": "50%"', '"cloud_software.rate": "40%"'), "utf-8"
    )
    assert "the lines that come out have another hash" in differences(stored)


def test_a_pack_that_was_changed_but_gives_the_same_lines_is_noted(stored: Path) -> None:
    found = replay(open_run(stored), replace(pack(), sha256="0" * 64))
    assert found.differences == ()
    assert [note.split(" (")[0] for note in found.notes] == ["the pack was changed since"]


def test_a_run_with_another_figure_is_replayed_with_its_own(tmp_path: Path) -> None:
    lower = pack().with_adopted({"cloud_software.rate": 400_000})
    folder = run(facts(), tmp_path / "lower", lower)
    found = replay(open_run(folder), pack())
    assert found.differences == ()
    assert open_run(folder).parameters()["cloud_software.rate"] == "40%"
    usual = run(facts(), tmp_path / "usual")
    assert not open_run(usual).lines().equals(found.again)


@pytest.mark.parametrize("content", [None, "", "{", "[]", "{}"])
def test_a_folder_that_holds_no_run_is_refused(tmp_path: Path, content: str | None) -> None:
    if content is not None:
        (tmp_path / "run.json").write_text(content, encoding="utf-8")
    with pytest.raises(UsageError, match="holds no run"):
        replay(open_run(tmp_path), pack())


@pytest.mark.parametrize("damage", [Path.unlink, lambda path: path.write_bytes(b"PAR1")])
def test_lines_that_cannot_be_read_are_refused(stored: Path, damage: Any) -> None:
    damage(stored / "lines.parquet")
    with pytest.raises(UsageError, match=r"lines\.parquet cannot be read"):
        differences(stored)


def compared(before: Path, after: Path) -> Comparison:
    return compare_runs(open_run(before), open_run(after), pack())


def test_runs_on_the_same_facts_do_not_differ(tmp_path: Path) -> None:
    comparison = compared(run(facts(), tmp_path / "a"), run(facts(), tmp_path / "b"))
    assert comparison.lines.height == 0
    assert comparison.tables == ()
    assert comparison.parameters == {}


def test_a_line_that_changed_through_a_figure_names_the_figure(tmp_path: Path) -> None:
    lower = pack().with_adopted({"cloud_software.rate": 400_000})
    comparison = compared(run(facts(), tmp_path / "a"), run(facts(), tmp_path / "b", lower))
    assert comparison.parameters == {"cloud_software.rate": ("50%", "40%")}
    assert set(comparison.lines["measure"]) == {"cloud_software"}
    assert comparison.causes("cloud_software", FIRST) == [
        Cause("parameter", "cloud_software.rate", "50%", "40%")
    ]


def test_a_line_that_changed_through_its_own_facts_names_the_table(tmp_path: Path) -> None:
    tables = facts()
    tables["cloud_years"][0]["software_cost"] = "2000"
    comparison = compared(run(facts(), tmp_path / "a"), run(tables, tmp_path / "b"))
    (line,) = comparison.lines.rows(named=True)
    assert (line["measure"], line["uscc"], line["change"]) == ("cloud_software", FIRST, "changed")
    assert comparison.causes("cloud_software", FIRST) == [Cause("facts", "cloud_years")]


def test_lines_that_came_and_went_are_named_with_what_they_did_to_others(tmp_path: Path) -> None:
    tables = facts()
    tables["recognitions"] = [recognition("R1", FIRST), recognition("R3", FIRST)]
    comparison = compared(run(facts(), tmp_path / "a"), run(tables, tmp_path / "b"))
    changes = {line["subject"]: line["change"] for line in comparison.lines.rows(named=True)}
    assert changes == {"R2": "removed", "R3": "added"}
    tables["recognitions"].append(recognition("R2", SECOND))
    comparison = compared(tmp_path / "a", run(tables, tmp_path / "c"))
    changes = {line["subject"]: line["change"] for line in comparison.lines.rows(named=True)}
    assert changes == {"R1": "changed", "R2": "changed", "R3": "added"}
    assert comparison.causes("secure_product", SECOND) == [Cause("others", "")]
    assert comparison.causes("secure_product", FIRST) == [Cause("facts", "recognitions")]


def test_only_the_order_of_rows_changed_is_no_change(tmp_path: Path) -> None:
    tables = facts()
    tables["cloud_years"].reverse()
    comparison = compared(run(facts(), tmp_path / "a"), run(tables, tmp_path / "b"))
    assert comparison.lines.height == 0


def test_a_run_that_fails_half_way_leaves_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(*arguments: object) -> None:
        raise RuntimeError("the disk is full")

    monkeypatch.setattr(run_module, "summarize", fails)
    with pytest.raises(RuntimeError, match="the disk is full"):
        run(facts(), tmp_path / "run")
    assert {path.name for path in tmp_path.iterdir()} == {"run-facts"}
    monkeypatch.undo()
    shutil.rmtree(tmp_path / "run-facts")
    assert differences(run(facts(), tmp_path / "run")) == ()


def test_a_run_that_fails_half_way_leaves_the_earlier_one_as_it_was(
    stored: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(*arguments: object) -> None:
        raise RuntimeError("the disk is full")

    before = {path: path.read_bytes() for path in stored.rglob("*") if path.is_file()}
    monkeypatch.setattr(run_module, "_keep_snapshot", fails)
    with pytest.raises(RuntimeError, match="the disk is full"):
        run({"organizations": facts()["organizations"]}, stored)
    assert {path: path.read_bytes() for path in stored.rglob("*") if path.is_file()} == before


KILLED = """
import sys, time
from pathlib import Path
from banyan.rules.output import written

with written(Path(sys.argv[1])) as folder:
    (folder / "lines.csv").write_text("half a li")
    print("writing", flush=True)
    time.sleep(600)
"""


def test_a_run_that_is_killed_while_it_writes_leaves_no_result(tmp_path: Path) -> None:
    out = tmp_path / "run"
    with subprocess.Popen(
        [sys.executable, "-c", KILLED, str(out)],
        stdout=subprocess.PIPE,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
    ) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == b"writing\n"
        process.send_signal(signal.SIGKILL)
        assert process.wait(timeout=60) == -signal.SIGKILL
    assert not out.exists()
    assert differences(run(facts(), out)) == ()
    assert [path.name for path in out.parent.iterdir()] == [out.name]


def test_an_earlier_result_is_replaced_as_a_whole(stored: Path) -> None:
    (stored / "notes.txt").write_text("of the first run", encoding="utf-8")
    run({"organizations": facts()["organizations"]}, stored)
    assert sorted(path.name for path in stored.iterdir()) == [
        "lines.parquet",
        "run.json",
        "snapshot",
    ]
    assert [path.name for path in stored.parent.iterdir()] == [stored.name]
    assert open_run(stored).lines().height == 0
    assert differences(stored) == ()


def test_a_folder_of_something_else_is_refused_and_left_alone(tmp_path: Path) -> None:
    out = tmp_path / "thesis"
    out.mkdir()
    (out / "chapter1.txt").write_text("榕", encoding="utf-8")
    with pytest.raises(UsageError, match="is not empty and holds no earlier result"):
        run(facts(), out)
    assert [path.name for path in out.iterdir()] == ["chapter1.txt"]


def test_what_stands_there_while_the_run_was_made_is_not_overwritten(tmp_path: Path) -> None:
    out = tmp_path / "run"

    def meanwhile() -> None:
        with written(out):
            out.mkdir()
            (out / "chapter1.txt").write_text("榕", encoding="utf-8")

    with pytest.raises(UsageError, match="is not empty"):
        meanwhile()
    assert [path.name for path in out.iterdir()] == ["chapter1.txt"]
    assert [path.name for path in tmp_path.iterdir()] == ["run"]


def test_a_file_in_the_place_of_the_result_or_its_parent_is_refused(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    with pytest.raises(UsageError, match="is no folder"), written(tmp_path / "file"):
        pass
    with pytest.raises(UsageError, match="cannot write to"), written(tmp_path / "file" / "run"):
        pass
