"""The whole database in one file, and back: SQLite's online backup, PostgreSQL's own programs."""

from __future__ import annotations

import os
import re
import shutil
import sqlite3
import subprocess
from contextlib import closing
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import connection, connections

from banyan.rules.errors import UsageError

_PLACES = ("usr/lib/postgresql/*/bin", "usr/pgsql-*/bin", "opt/homebrew/opt/postgresql@*/bin")
"""Where systems keep PostgreSQL's programs beside PATH, below the root."""

_MIGRATIONS = "django_migrations"


def dump(file: Path) -> None:
    """Writes the database as it is at one moment; it may be in use. Raises UsageError where it
    holds no desk, or PostgreSQL's programs are missing or fail."""
    if _MIGRATIONS not in connection.introspection.table_names():
        raise UsageError("there is no desk in the database")
    _DUMPS[connection.vendor](file)


def load(file: Path, *, replace: bool) -> None:
    """Makes the database what the dump holds, whole or not at all. Raises UsageError where it is
    not empty and not to be replaced."""
    if not is_empty() and not replace:
        raise UsageError("the database is not empty; --replace throws away what it holds")
    _LOADS[connection.vendor](file, replace)


def is_empty() -> bool:
    return not connection.introspection.table_names()


def _dump_sqlite(file: Path) -> None:
    connection.ensure_connection()
    with closing(sqlite3.connect(file)) as copy:
        connection.connection.backup(copy)
        copy.execute("PRAGMA journal_mode=DELETE")


def _load_sqlite(file: Path, replace: bool) -> None:
    with closing(sqlite3.connect(file)) as copy:
        if copy.execute("PRAGMA quick_check").fetchone() != ("ok",):
            raise UsageError("the database in the archive is damaged")
    connections.close_all()
    place = Path(settings.DATABASES["default"]["NAME"])
    new = place.with_name(f".{place.name}.new")
    shutil.copyfile(file, new)
    new.chmod(0o600)
    # What SQLite keeps beside the file that goes would be read into the one that comes.
    for end in ("-wal", "-shm"):
        place.with_name(place.name + end).unlink(missing_ok=True)
    new.replace(place)


def _dump_postgresql(file: Path) -> None:
    _run("pg_dump", "--format=custom", "--no-owner", "--no-acl", f"--file={file}")


def _load_postgresql(file: Path, replace: bool) -> None:
    script = file.with_suffix(".sql")
    _run("pg_restore", "--no-owner", "--no-acl", f"--file={script}", str(file))
    connections.close_all()
    emptied = (
        ("--command=DROP SCHEMA public CASCADE", "--command=CREATE SCHEMA public")
        if replace
        else ()
    )
    _run(
        "psql",
        "--no-psqlrc",
        "--quiet",
        "--output=/dev/null",
        "--set=ON_ERROR_STOP=1",
        "--single-transaction",
        *emptied,
        f"--file={script}",
    )


def _run(program: str, *arguments: str) -> None:
    done = subprocess.run(
        [str(_program(program)), *arguments],
        env={**os.environ, **_connection(settings.DATABASES["default"])},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode != 0:
        raise UsageError(f"{program}: {done.stderr.strip()}")


def _program(name: str) -> Path:
    """The program of the server's own version where it is installed, else the newest."""
    connection.ensure_connection()
    own = connection.connection.info.server_version // 10000
    found: dict[int, Path] = {}
    for place in _PLACES:
        for path in Path("/").glob(f"{place}/{name}"):
            version = re.search(r"\d+", path.parent.parent.name)
            if version is not None:
                found[int(version[0])] = path
    if found:
        return found[own if own in found else max(found)]
    on_path = shutil.which(name)
    if on_path is None:
        raise UsageError(f"{name} was not found; install PostgreSQL's client programs")
    return Path(on_path)


def _connection(database: dict[str, Any]) -> dict[str, str]:
    """The variables by which PostgreSQL's programs find the database; no password is shown in the
    list of processes."""
    named = {
        "PGHOST": database["HOST"],
        "PGPORT": database["PORT"],
        "PGUSER": database["USER"],
        "PGPASSWORD": database["PASSWORD"],
        "PGDATABASE": database["NAME"],
    }
    for name, value in database.get("OPTIONS", {}).items():
        if name.startswith("ssl"):
            named[f"PG{name.upper()}"] = value
    return {name: str(value) for name, value in named.items() if value}


_DUMPS = {"sqlite": _dump_sqlite, "postgresql": _dump_postgresql}
_LOADS = {"sqlite": _load_sqlite, "postgresql": _load_postgresql}
