"""A desk in one file: a tar.gz of its database, its files and its key, with a manifest of hashes.

The archive is written whole or not at all, and is read as a whole before anything is touched.
Whoever has it has the desk: it is readable by its owner alone.
"""

from __future__ import annotations

import gzip
import hashlib
import json
import os
import secrets
import shutil
import tarfile
import tempfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path, PurePosixPath
from typing import Any

from django.conf import settings
from django.db import connection

from banyan import __version__
from banyan.desk.operations import dump
from banyan.rules.errors import UsageError

FORMAT = 1
MANIFEST = "manifest.json"
DATABASE = "database"
FILES = "files"
KEY = "secret-key"

CHUNK = 1024 * 1024
"""Bytes that are read at a time."""


_DAMAGES = (
    tarfile.TarError,
    gzip.BadGzipFile,
    zlib.error,
    EOFError,
    AttributeError,
    KeyError,
    TypeError,
    ValueError,
)
"""What reading an archive raises that is none, or not whole."""


class ArchiveError(UsageError):
    """The file is no archive of a desk, or not whole."""


@dataclass(frozen=True)
class Manifest:
    """What an archive holds: ``files`` are its members with their size and SHA-256."""

    made_at: str
    database: str
    banyan: str
    files: dict[str, tuple[int, str]]
    format: int = FORMAT

    def as_json(self) -> dict[str, Any]:
        return {
            "format": self.format,
            "banyan": self.banyan,
            "made_at": self.made_at,
            "database": self.database,
            "files": {
                name: {"size": size, "sha256": sha256}
                for name, (size, sha256) in sorted(self.files.items())
            },
        }

    @classmethod
    def from_json(cls, value: Any) -> Manifest:
        """Raises one of ``_DAMAGES`` where it is none."""
        files = {
            name: (int(one["size"]), str(one["sha256"])) for name, one in value["files"].items()
        }
        return cls(
            made_at=str(value["made_at"]),
            database=str(value["database"]),
            banyan=str(value["banyan"]),
            files=files,
            format=int(value["format"]),
        )


def write(file: Path) -> Manifest:
    """Writes the archive of the desk, which may be in use. Raises UsageError where ``file`` exists
    or cannot be written, or there is no desk."""
    file = file.absolute()
    if file.exists():
        raise UsageError(f"{file} exists already")
    unfinished = file.with_name(f".{file.name}.{secrets.token_hex(4)}.new")
    try:
        with tempfile.TemporaryDirectory(prefix=".backup-", dir=file.parent) as folder:
            # The database first: it names no file that is not there when the files are read.
            database = Path(folder) / DATABASE
            dump.dump(database)
            descriptor = os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
            with os.fdopen(descriptor, "wb") as stream:
                manifest = _pack(stream, database, Path(folder))
                stream.flush()
                os.fsync(stream.fileno())
        os.link(unfinished, file)  # fails, unlike a renaming, where it exists by now
    except OSError as error:
        raise UsageError(f"cannot write {file}: {error.strerror}") from None
    finally:
        unfinished.unlink(missing_ok=True)
    return manifest


def _pack(stream: Any, database: Path, folder: Path) -> Manifest:
    members: dict[str, tuple[int, str]] = {}
    with tarfile.open(fileobj=stream, mode="w:gz", compresslevel=6) as archive:
        for name, path in _members(database):
            with path.open("rb") as content:
                size = os.fstat(content.fileno()).st_size
                members[name] = (size, hashlib.file_digest(content, "sha256").hexdigest())
            archive.add(path, name, recursive=False)
        manifest = Manifest(
            made_at=datetime.now(UTC).isoformat(timespec="seconds"),
            database=connection.vendor,
            banyan=__version__,
            files=members,
        )
        last = folder / MANIFEST
        last.write_text(json.dumps(manifest.as_json(), ensure_ascii=False, indent=1))
        archive.add(last, MANIFEST)
    return manifest


def _members(database: Path) -> Iterator[tuple[str, Path]]:
    yield DATABASE, database
    key = settings.DATA / KEY
    if key.is_file():
        yield KEY, key
    files = Path(settings.MEDIA_ROOT)
    for path in sorted(files.rglob("*")):
        if path.is_file():
            yield f"{FILES}/{path.relative_to(files).as_posix()}", path


def unpack(file: Path, folder: Path) -> Manifest:
    """Lays the archive's members into the folder and compares every one with the manifest. Raises
    ArchiveError where anything is missing, added or altered."""
    try:
        with gzip.open(file) as stream, tarfile.open(fileobj=stream, mode="r:") as archive:
            for member in archive:
                _lay(archive, member, folder)
            while stream.read(CHUNK):  # to the end, where the checksum of the whole stands
                pass
        manifest = Manifest.from_json(json.loads((folder / MANIFEST).read_text()))
    except _DAMAGES as error:
        raise ArchiveError(f"{file} is no archive of a desk, or is damaged: {error}") from None
    except OSError as error:
        raise ArchiveError(f"{file} cannot be read: {error.strerror or error}") from None
    if manifest.format != FORMAT:
        raise ArchiveError(
            f"{file} is of format {manifest.format}, which this version does not read"
        )
    for path in folder.rglob("*"):
        name = path.relative_to(folder).as_posix()
        if path.is_file() and name != MANIFEST and name not in manifest.files:
            raise ArchiveError(f"{file}: {name} is not in the manifest")
    for name, (_, sha256) in manifest.files.items():
        path = folder / name
        if not path.is_file():
            raise ArchiveError(f"{file}: {name} is missing")
        with path.open("rb") as content:
            if hashlib.file_digest(content, "sha256").hexdigest() != sha256:
                raise ArchiveError(f"{file}: {name} is not what the manifest says")
    return manifest


def _lay(archive: tarfile.TarFile, member: tarfile.TarInfo, folder: Path) -> None:
    name = PurePosixPath(member.name)
    content = archive.extractfile(member) if member.isreg() else None
    if content is None or name.is_absolute() or ".." in name.parts:
        raise ValueError(f"{member.name} has no place in it")
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("xb") as target:
        shutil.copyfileobj(content, target, CHUNK)
    path.chmod(0o600)


def restore(file: Path, *, replace: bool = False) -> Manifest:
    """Makes the desk what the archive holds. Raises ArchiveError where the archive is damaged
    and UsageError where it is of another database, or the desk is not empty and not to be
    replaced, with nothing touched. Call it while nobody serves the desk."""
    settings.DATA.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=".restore-", dir=settings.DATA) as place:
        folder = Path(place)
        manifest = unpack(file, folder)
        if manifest.database != connection.vendor:
            raise UsageError(
                f"{file} is of a desk on {manifest.database}, this one is on {connection.vendor}"
            )
        files = Path(settings.MEDIA_ROOT)
        if not replace and files.is_dir() and any(files.iterdir()):
            raise UsageError(f"{files} is not empty; --replace throws away what it holds")
        dump.load(folder / DATABASE, replace=replace)
        if files.exists():
            files.rename(folder / "old")
        (folder / FILES).mkdir(exist_ok=True)
        (folder / FILES).rename(files)
        if (folder / KEY).is_file():
            (folder / KEY).chmod(0o600)
            (folder / KEY).replace(settings.DATA / KEY)
    return manifest
