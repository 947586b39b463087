"""How the benchmarks measure. Imports nothing large: a command that is started from a small
process shows its own peak of memory, not its parent's."""

from __future__ import annotations

import json
import os
import platform
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from statistics import median
from typing import Any

BANYAN = (sys.executable, "-c", "from banyan.cli import main; main()")


@dataclass(frozen=True)
class Finished:
    """A command that ended well: its wall time and the peak of its resident memory in bytes."""

    seconds: float
    peak: int
    output: str


def run(*command: str | Path) -> Finished:
    """Runs a command to its end. Raises CalledProcessError where it fails."""
    start = time.perf_counter()
    with subprocess.Popen([str(part) for part in command], stdout=subprocess.PIPE) as process:
        assert process.stdout is not None
        output = process.stdout.read().decode()
        _, status, usage = os.wait4(process.pid, 0)
        seconds = time.perf_counter() - start
        process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise subprocess.CalledProcessError(process.returncode, process.args)
    unit = 1 if sys.platform == "darwin" else 1024
    return Finished(seconds, usage.ru_maxrss * unit, output)


def banyan(*arguments: str | Path) -> Finished:
    return run(*BANYAN, *arguments)


def script(name: str, *arguments: str | Path) -> Any:
    """What a script beside this one reports, in a process of its own."""
    return json.loads(run(sys.executable, Path(__file__).parent / name, *arguments).output)


def timed(work: Callable[[], Any]) -> tuple[float, Any]:
    start = time.perf_counter()
    result = work()
    return time.perf_counter() - start, result


def repeated(
    work: Callable[[], dict[str, float]], rounds: int = 3, enough: float = 20
) -> dict[str, float]:
    """The medians of ``rounds`` rounds of ``work``, or of fewer, where one more would start after
    ``enough`` seconds. ``rounds`` of the result says how many there were."""
    done = []
    start = time.perf_counter()
    while not done or (len(done) < rounds and time.perf_counter() - start < enough):
        done.append(work())
    return {name: median(one[name] for one in done) for name in done[0]} | {"rounds": len(done)}


def machine() -> str:
    """Cores that this process may use, memory, processor, Python and Polars."""
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    return (
        f"{cores} cores, {memory:.0f} GiB, {_processor()}, "
        f"Python {platform.python_version()}, Polars {version('polars')}"
    )


def _processor() -> str:
    listing = Path("/proc/cpuinfo")
    if listing.is_file():
        for line in listing.read_text().splitlines():
            name, _, value = line.partition(":")
            if name.strip() == "model name":
                return value.strip()
    return platform.processor() or platform.machine()


def said(name: str, call: Callable[[], Any]) -> Any:
    """What ``call`` returns; says how long it took."""
    start = time.perf_counter()
    result = call()
    print(f"{name:48} {time.perf_counter() - start:8.1f} s", flush=True)
    return result


def computing() -> float:
    """Milliseconds of processor time of the desk and its database connection together: what a page
    costs, however busy the machine is."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        (pid,) = cursor.fetchone()
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    ticks = int(fields[11]) + int(fields[12])
    return 1000 * (time.process_time() + ticks / os.sysconf("SC_CLK_TCK"))
