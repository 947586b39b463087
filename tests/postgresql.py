"""A PostgreSQL server for tests, from the installed binaries, on a socket in a temporary folder."""

from __future__ import annotations

import os
import pwd
import shutil
import subprocess
import tempfile
from pathlib import Path


def _binaries() -> Path | None:
    """The folder of initdb and postgres, the newest where there are several."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda path: path.parent.name)
    for folder in reversed(found):
        if (folder / "initdb").exists() and (folder / "postgres").exists():
            return folder
    initdb = shutil.which("initdb")
    return Path(initdb).resolve().parent if initdb else None


def missing() -> str:
    """What is missing to start a server; empty where nothing is."""
    if _binaries() is None:
        return "the server's binaries are not installed"
    if os.geteuid() == 0 and not _unprivileged():
        return "it does not run as root, and there is no account postgres or nobody"
    return ""


def _unprivileged() -> str:
    names = {entry.pw_name for entry in pwd.getpwall()}
    return next((name for name in ("postgres", "nobody") if name in names), "")


class Server:
    """Started when made. ``url`` is what BANYAN_DATABASE_URL takes."""

    def __init__(self) -> None:
        binaries = _binaries()
        assert binaries is not None
        self.binaries = binaries
        self.folder = Path(tempfile.mkdtemp(prefix="banyan-pg-", dir="/tmp"))
        self.user = _unprivileged() if os.geteuid() == 0 else ""
        if self.user:
            shutil.chown(self.folder, self.user)
        data = self.folder / "data"
        self._run(
            "initdb", "-D", str(data), "-U", "banyan", "-A", "trust", "-E", "UTF8", "--no-sync"
        )
        options = f"-k {self.folder} -c listen_addresses='' -c fsync=off -c full_page_writes=off"
        options += " -c max_connections=200 -c synchronous_commit=off -c shared_buffers=256MB"
        log = str(self.folder / "log")
        self._run("pg_ctl", "-D", str(data), "-w", "-l", log, "-o", options, "start")
        self.url = f"postgres://banyan@{str(self.folder).replace('/', '%2F')}/postgres"

    def stop(self) -> None:
        self._run("pg_ctl", "-D", str(self.folder / "data"), "-m", "immediate", "stop")
        shutil.rmtree(self.folder, ignore_errors=True)

    def _run(self, program: str, *arguments: str) -> None:
        subprocess.run(
            [str(self.binaries / program), *arguments],
            check=True,
            stdout=subprocess.DEVNULL,
            user=self.user or None,
            cwd=self.folder,
            env={**os.environ, "LC_ALL": "C.UTF-8"},
        )
