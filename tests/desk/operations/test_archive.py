"""A desk is kept in one archive and comes back from it, or the archive is refused."""

from __future__ import annotations

import io
import json
import stat
import tarfile
from collections.abc import Callable
from pathlib import Path

import polars as pl
import pytest

from banyan.desk.operations import archive
from banyan.desk.operations.archive import ArchiveError
from banyan.rules.errors import UsageError

from .conftest import Desk, Desks

FILLED = """
from django.core.management import call_command
call_command("migrate", verbosity=0)
call_command("createcachetable", verbosity=0)
from pathlib import Path
from django.core.files.base import ContentFile
from banyan.desk.operations import demo
from banyan.desk.records.models import Upload
from datetime import date
demo.demo_city.ORGANIZATIONS = 300
demo.PARTS = demo.PARTS[:1]  # its money alone: cases would only make it slower
from django.conf import settings
settings.DEMO = True  # with its money: a run in its folder, a ledger whose balances follow
demo.set_up(Path({folder!r}), date(2026, 11, 24))
upload = Upload(sha256="0" * 64, name="列表.xlsx", content_type="x", size=9)
upload.file.save("列表.xlsx", ContentFile(bytes(range(256)) * 1000))
"""

ROWS = """
import hashlib, json
from django.db import connection
cursor = connection.cursor()
print(json.dumps({
    table: sorted(
        hashlib.sha256(repr(row).encode()).hexdigest()
        for row in (cursor.execute(f'SELECT * FROM "{table}"'), cursor.fetchall())[1]
    )
    for table in sorted(connection.introspection.table_names())
}))
"""


def filled(desk: Desk, city: Path) -> Desk:
    folder = desk.data.parent
    if not (folder / "city").exists():
        (folder / "city").symlink_to(city)
    desk.shell(FILLED.format(folder=str(folder)))
    return desk


def rows(desk: Desk) -> dict[str, list[str]]:
    found = json.loads(desk.shell(ROWS))
    assert isinstance(found, dict)
    return found


def files(desk: Desk) -> dict[str, bytes]:
    folder = desk.data / "files"
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file()
    }


def test_a_desk_comes_back_as_it_was(desks: Desks, city: Path, tmp_path: Path) -> None:
    desk = filled(desks.make(), city)
    kept = tmp_path / "desk.tar.gz"
    written = desk.run("backup", str(kept))
    assert written.returncode == 0, written.stderr
    assert stat.S_IMODE(kept.stat().st_mode) == 0o600
    before, contents = rows(desk), files(desk)
    organizations = pl.read_parquet(city / "organizations.parquet").height
    assert len(before["records_organizations"]) == organizations
    assert "runs/1/run.json" in contents

    other = desks.make()
    restored = other.run("restore", str(kept))
    assert restored.returncode == 0, restored.stderr
    assert rows(other) == before
    assert files(other) == contents
    assert (other.data / "secret-key").read_text() == (desk.data / "secret-key").read_text()
    verified = other.run("audit", "verify")
    assert (verified.returncode, verified.stdout) == (0, desk.run("audit", "verify").stdout)

    # triggers, constraints and sequences came along
    refused = other.shell(
        "from banyan.desk.audit.models import Entry\n"
        "from django.db import DatabaseError\n"
        "try: Entry.objects.update(action='x')\n"
        "except DatabaseError as error: print(error)"
    )
    assert "append-only" in refused
    ledger = other.shell(
        "from banyan.desk.funds.models import Balance\n"
        "from django.db import DatabaseError\n"
        "try: Balance.objects.update(amount=0)\n"
        "except DatabaseError as error: print(error)"
    )
    assert "follows from the ledger" in ledger
    other.shell(
        "from banyan.desk.people.models import Account\n"
        "Account.objects.create_user('one.more', 'password')"
    )

    # a place that holds something is refused, and replaced only as a whole
    again = other.run("restore", str(kept))
    assert again.returncode == 2
    assert "not empty" in again.stderr
    assert rows(other) != before
    (other.data / "files" / "left-over").write_bytes(b"later")
    replaced = other.run("restore", str(kept), "--replace")
    assert replaced.returncode == 0, replaced.stderr
    assert rows(other) == before
    assert files(other) == contents
    assert not list(other.data.glob(".*"))

    # a damaged archive touches nothing, even with --replace
    damaged = tmp_path / "damaged.tar.gz"
    content = bytearray(kept.read_bytes())
    content[len(content) // 2] ^= 1
    damaged.write_bytes(content)
    refused_archive = other.run("restore", str(damaged), "--replace")
    assert refused_archive.returncode == 1
    assert rows(other) == before
    assert files(other) == contents


def test_nothing_is_kept_of_a_place_without_a_desk(desks: Desks, tmp_path: Path) -> None:
    refused = desks.make().run("backup", str(tmp_path / "desk.tar.gz"))
    assert refused.returncode == 2
    assert "no desk" in refused.stderr
    assert list(tmp_path.glob("*.gz*")) == list(tmp_path.glob(".*")) == []


@pytest.fixture
def small(tmp_path: Path) -> Callable[..., Path]:
    """Writes an archive of these members, with a manifest that fits ``claimed``."""

    def write(members: dict[str, bytes], claimed: dict[str, bytes], **more: object) -> Path:
        manifest = {
            "format": archive.FORMAT,
            "banyan": "0",
            "made_at": "2026-01-01",
            "database": "sqlite",
            "files": {
                name: {"size": len(content), "sha256": archive.hashlib.sha256(content).hexdigest()}
                for name, content in claimed.items()
            },
        } | more
        file = tmp_path / "small.tar.gz"
        with tarfile.open(file, "w:gz") as made:
            for name, content in {
                **members,
                archive.MANIFEST: json.dumps(manifest).encode(),
            }.items():
                member = tarfile.TarInfo(name)
                member.size = len(content)
                made.addfile(member, io.BytesIO(content))
        return file

    return write


GOOD = {"database": b"rows", "files/uploads/a": b"content"}


def test_a_good_archive_is_laid_out(small: Callable[..., Path], tmp_path: Path) -> None:
    manifest = archive.unpack(small(GOOD, GOOD), tmp_path / "out")
    assert set(manifest.files) == set(GOOD)
    assert (tmp_path / "out" / "files" / "uploads" / "a").read_bytes() == b"content"


@pytest.mark.parametrize(
    ("members", "claimed", "more", "why"),
    [
        (GOOD | {"files/b": b""}, GOOD, {}, "not in the manifest"),
        ({"database": b"rows"}, GOOD, {}, "is missing"),
        (GOOD | {"database": b"rowz"}, GOOD, {}, "is not what the manifest says"),
        (GOOD, GOOD, {"format": 99}, "format 99"),
        (GOOD, GOOD, {"files": None}, "no archive of a desk"),
        (GOOD | {"../outside": b"x"}, GOOD | {"../outside": b"x"}, {}, "no place"),
        (GOOD | {"/tmp/outside": b"x"}, GOOD, {}, "no place"),
    ],
)
def test_an_archive_that_does_not_fit_its_manifest_is_refused(
    small: Callable[..., Path],
    tmp_path: Path,
    members: dict[str, bytes],
    claimed: dict[str, bytes],
    more: dict[str, object],
    why: str,
) -> None:
    with pytest.raises(ArchiveError, match=why):
        archive.unpack(small(members, claimed, **more), tmp_path / "out")
    assert not (tmp_path / "outside").exists()


@pytest.mark.parametrize("cut", [0, 10, 0.5, 0.99])
def test_an_archive_that_was_cut_short_is_refused(
    small: Callable[..., Path], tmp_path: Path, cut: float
) -> None:
    file = small(GOOD, GOOD)
    content = file.read_bytes()
    file.write_bytes(content[: int(cut * len(content)) if cut < 1 else int(cut)])
    with pytest.raises(ArchiveError):
        archive.unpack(file, tmp_path / "out")


def test_a_link_in_an_archive_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "link.tar.gz"
    with tarfile.open(file, "w:gz") as made:
        member = tarfile.TarInfo("files/link")
        member.type, member.linkname = tarfile.SYMTYPE, "/etc/passwd"
        made.addfile(member)
    with pytest.raises(ArchiveError, match="no place"):
        archive.unpack(file, tmp_path / "out")


def test_an_archive_is_never_written_over(tmp_path: Path) -> None:
    file = tmp_path / "desk.tar.gz"
    file.write_bytes(b"kept")
    with pytest.raises(UsageError, match="exists already"):
        archive.write(file)
    assert file.read_bytes() == b"kept"


@pytest.mark.django_db
def test_a_backup_that_fails_leaves_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(file: Path) -> None:
        file.write_bytes(b"half")
        raise UsageError("the disk is full")

    monkeypatch.setattr(archive.dump, "dump", fail)
    with pytest.raises(UsageError, match="full"):
        archive.write(tmp_path / "desk.tar.gz")
    assert list(tmp_path.iterdir()) == []
