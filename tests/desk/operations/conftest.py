"""Desks of their own, served by commands as an operator's would be, on the database under test."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import psycopg
import pytest

from banyan.desk.operations import demo_city
from banyan.packs.fuzhou import pack
from banyan.rules.facts import Facts

TODAY = date(2026, 11, 24)
BANYAN = (sys.executable, "-c", "from banyan.cli import main; main()")


@dataclass(frozen=True)
class Desk:
    """A desk's settings; ``run`` calls the command ``banyan``."""

    environment: dict[str, str]

    @property
    def data(self) -> Path:
        return Path(self.environment["BANYAN_DATA"])

    def run(self, *arguments: str, **more: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [*BANYAN, *arguments],
            env=self.environment | more,
            capture_output=True,
            text=True,
            check=False,
            timeout=120,
        )

    def start(self, *arguments: str, **more: str) -> subprocess.Popen[str]:
        return subprocess.Popen(
            [*BANYAN, *arguments],
            env=self.environment | more,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
        )

    def shell(self, code: str) -> str:
        """What a program prints that runs with the desk started."""
        done = subprocess.run(
            [sys.executable, "-c", f"from banyan.desk import start; start()\n{code}"],
            env=self.environment,
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stderr
        return done.stdout


class Desks:
    """Makes desks, each with a folder and a database of its own."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._databases: list[str] = []

    def make(self) -> Desk:
        name = f"desk_{uuid.uuid4().hex}"
        environment = {
            key: value for key, value in os.environ.items() if not key.startswith("BANYAN_")
        }
        environment |= {
            "BANYAN_DATA": str(self._folder / name),
            "PYTHONPATH": os.pathsep.join(sys.path),
        }
        environment.pop("DJANGO_SETTINGS_MODULE", None)
        server = os.environ.get("BANYAN_DATABASE_URL")
        if server:
            self._on_server(f"CREATE DATABASE {name}")
            self._databases.append(name)
            environment["BANYAN_DATABASE_URL"] = re.sub(r"/\w+$", f"/{name}", server)
        return Desk(environment)

    def drop(self) -> None:
        for name in self._databases:
            self._on_server(f"DROP DATABASE {name} WITH (FORCE)")

    def _on_server(self, sql: str) -> None:
        with psycopg.connect(os.environ["BANYAN_DATABASE_URL"], autocommit=True) as server:
            server.execute(sql)  # type: ignore[arg-type]


@pytest.fixture
def desks(tmp_path: Path) -> Iterator[Desks]:
    made = Desks(tmp_path)
    yield made
    made.drop()


@pytest.fixture(scope="session")
def city(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A small city of files."""
    folder = tmp_path_factory.mktemp("city") / "city"
    demo_city.make(folder, TODAY, organizations=300)
    return folder


@pytest.fixture(scope="session")
def facts(city: Path) -> Facts:
    return demo_city.read(city, pack())
