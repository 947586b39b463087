"""A desk that is served: it starts from nothing, mends itself, ends cleanly."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from .conftest import Desk, Desks

WORKER, WEB = "banyan.desk.operations.worker", "banyan.desk.operations.web"


@contextmanager
def served(desk: Desk, *arguments: str, **more: str) -> Iterator[tuple[subprocess.Popen[str], str]]:
    """The process and the address; ended at the end where the test has not."""
    process = desk.start("serve", "--port", "0", *arguments, **more)
    try:
        assert process.stdout is not None
        for line in process.stdout:
            found = re.search(r"http://\S+", line)
            if found:
                break
        else:
            pytest.fail("no address was printed")
        yield process, found[0]
    finally:
        if process.poll() is None:
            process.terminate()
            process.wait(60)


def children(parent: int, module: str) -> list[int]:
    """The processes of this module below ``parent``, or below those."""
    found = []
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            words = (folder / "cmdline").read_text().split("\0")
            ppid = int((folder / "stat").read_text().rpartition(")")[2].split()[1])
        except (FileNotFoundError, ProcessLookupError):
            continue
        if module in words and ppid == parent:
            found.append(int(folder.name))
    return found


def until(condition: Callable[[], object], seconds: float = 40) -> object:
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        value = condition()
        if value:
            return value
        time.sleep(0.1)
    pytest.fail("it did not come about")


def get(address: str, path: str = "") -> tuple[int, bytes]:
    try:
        with urllib.request.urlopen(address + path, timeout=30) as answer:
            return answer.status, answer.read()
    except urllib.error.HTTPError as error:
        return error.code, error.read()
    except (urllib.error.URLError, OSError):
        return 0, b""


@pytest.mark.skipif(not Path("/proc").exists(), reason="looks for processes in /proc")
def test_the_demo_is_served_mends_itself_and_outlives_a_kill(desks: Desks) -> None:
    desk = desks.make()
    with served(desk, "--demo") as (process, address):
        assert process.stdout is not None
        greeting = [process.stdout.readline() for _ in range(27)]
        assert any("administrator2" in line for line in greeting)
        until(lambda: get(address, "health/")[0] == 200)
        assert json.loads(get(address, "health/")[1])["well"] is True
        assert get(address)[0] == 200

        again = desk.run("serve", "--port", address.rstrip("/").rpartition(":")[2])
        assert again.returncode == 2
        assert "in use" in again.stderr
        elsewhere = desk.run("serve", "--port", "0")
        assert elsewhere.returncode == 2
        assert "served already" in elsewhere.stderr

        (worker,), (web,) = children(process.pid, WORKER), children(process.pid, WEB)
        os.kill(worker, signal.SIGKILL)
        os.kill(web, signal.SIGKILL)
        until(lambda: children(process.pid, WORKER) not in ([], [worker]))
        until(lambda: children(process.pid, WEB) not in ([], [web]))
        until(lambda: get(address)[0] == 200)

        pids = [*children(process.pid, WORKER), *children(process.pid, WEB)]
        process.kill()
        process.wait()
        until(lambda: not any(Path(f"/proc/{pid}/cmdline").exists() for pid in pids))

    with served(desk, "--demo") as (process, address):
        until(lambda: get(address)[0] == 200)
        pids = [*children(process.pid, WORKER), *children(process.pid, WEB)]
        process.send_signal(signal.SIGINT)
        assert process.wait(60) == 0
        assert not any(Path(f"/proc/{pid}/cmdline").exists() for pid in pids)
        assert get(address)[0] == 0


@pytest.mark.parametrize("host", ["0.0.0.0", "192.0.2.1", "::", "example.org"])
def test_the_demo_is_refused_elsewhere_than_on_loopback(desks: Desks, host: str) -> None:
    refused = desks.make().run("serve", "--demo", "--host", host, BANYAN_HOSTS="example.org")
    assert refused.returncode == 2
    assert "loopback only" in refused.stderr


def test_another_address_needs_names_of_hosts(desks: Desks) -> None:
    desk = desks.make()
    refused = desk.run("serve", "--host", "0.0.0.0", "--check")
    assert refused.returncode == 2
    assert "BANYAN_HOSTS" in refused.stderr
    allowed = desk.run("serve", "--host", "0.0.0.0", "--check", BANYAN_HOSTS="banyan.example")
    assert allowed.returncode == 0, allowed.stderr


def test_a_check_changes_nothing(desks: Desks) -> None:
    desk = desks.make()
    checked = desk.run("serve", "--check")
    assert checked.returncode == 0
    assert "would be applied" in checked.stdout
    tables = "from django.db import connection as c; print(len(c.introspection.table_names()))"
    assert desk.shell(tables).strip() == "0"


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("BANYAN_OIDC", "{no json"),
        ("BANYAN_DATABASE_URL", "nosuch://here"),
        ("BANYAN_IDLE_MINUTES", "soon"),
        ("BANYAN_DATABASE_URL", "postgres://nobody@127.0.0.1:9/nothing"),
    ],
)
def test_settings_that_would_not_do_are_said_in_words(desks: Desks, name: str, value: str) -> None:
    refused = desks.make().run("serve", "--check", **{name: value})
    assert refused.returncode == 2
    assert refused.stderr.startswith("Error: ")
    assert "Traceback" not in refused.stderr
