"""Serves the desk: makes it ready, then keeps the web server and the task worker running.

The process that serves owns the socket and the lock of the data folder; the web server and the
worker are its children, started anew when they end and ended when it ends.
"""

from __future__ import annotations

import fcntl
import ipaddress
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

import structlog
from django.conf import settings
from django.core import checks
from django.core.management import call_command
from django.db import connection, connections
from django.db.migrations.executor import MigrationExecutor

from banyan.desk.operations import static_files
from banyan.desk.operations.parent import environment_of_child
from banyan.rules.errors import UsageError

log = structlog.get_logger(__name__)

LOCK = "serving.lock"
GRACE = 30.0
"""Seconds that a child has to end what it does."""

PAUSES = (1.0, 30.0)
"""Seconds before a child that ended is started again: at first, and at most where it ends soon
after each start."""


def check_address(host: str) -> None:
    """Raises UsageError where the desk may not be served on ``host``: the demo on loopback alone,
    another desk elsewhere only under names that BANYAN_HOSTS gives."""
    if is_loopback(host):
        return
    if settings.DEMO:
        raise UsageError(
            f"the demo has accounts with a known password and is served on loopback only, "
            f"not on {host}"
        )
    if not set(settings.ALLOWED_HOSTS) - set(settings.LOOPBACK):
        raise UsageError(
            f"to serve on {host}, say in BANYAN_HOSTS under which names the desk is reached"
        )


def is_loopback(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return False


def listening(host: str, port: int) -> socket.socket:
    """A socket that listens there. Raises UsageError where it cannot."""
    host = host.strip("[]")
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listener = socket.socket(family, socket.SOCK_STREAM)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((host, port))
        listener.listen(2048)
    except OSError as error:
        listener.close()
        raise UsageError(f"cannot serve on {host}, port {port}: {error.strerror}") from None
    return listener


@contextmanager
def alone() -> Iterator[None]:
    """Holds the data folder's lock within the block. Raises UsageError where another process
    serves it or writes it as a whole."""
    path = settings.DATA / LOCK
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise UsageError(f"{settings.DATA} is served already by another process") from None
        yield


def check() -> None:
    """Raises UsageError where the settings or the database would not do."""
    found = checks.run_checks(include_deployment_checks=settings.TLS)
    serious = [str(message) for message in found if message.is_serious(checks.WARNING)]
    if serious:
        raise UsageError("; ".join(serious))
    connection.ensure_connection()


def waiting_migrations() -> list[str]:
    """The migrations that the database has not had yet."""
    executor = MigrationExecutor(connection)
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    return [f"{migration.app_label}.{migration.name}" for migration, _ in plan]


def make_tables() -> None:
    """Brings the database to what this version needs, where it is not."""
    if waiting_migrations():
        call_command("migrate", interactive=False, verbosity=0)
    call_command("createcachetable", verbosity=0)


def prepare() -> None:
    """Brings the database and the static files to what this version needs."""
    make_tables()
    static_files.collect()
    call_command("clearsessions", verbosity=0)
    call_command("prune_db_task_results", verbosity=0)


class Child:
    """A program of the desk that is to run as long as the desk is served, or with ``once`` until
    it has done what it is for."""

    def __init__(
        self, module: str, *arguments: str, keep: tuple[int, ...] = (), once: bool = False
    ) -> None:
        self.module = module
        self._once = once
        self._arguments = arguments
        self._keep = keep
        self._pause = PAUSES[0]
        self.start()

    def start(self) -> None:
        self.started = time.monotonic()
        self.process = subprocess.Popen(
            [sys.executable, "-m", self.module, *self._arguments],
            pass_fds=self._keep,
            env=environment_of_child(),
            # Away from the terminal: an interrupt is for the parent, which ends its children.
            start_new_session=True,
        )

    def keep_running(self) -> None:
        """Starts it anew where it has ended."""
        ended = self.process.poll()
        lived = time.monotonic() - self.started
        if ended is None:
            if lived > PAUSES[1]:
                self._pause = PAUSES[0]
        elif ended == 0 and self._once:
            return
        elif lived >= self._pause:
            log.warning("restarted", child=self.module, exit_code=ended)
            self._pause = min(2 * self._pause, PAUSES[1])
            self.start()

    def end(self, within: float) -> None:
        """Waits until it has ended after the signal, and kills it after ``within`` seconds."""
        try:
            self.process.wait(within)
        except subprocess.TimeoutExpired:
            log.warning("killed", child=self.module)
            self.process.kill()
            self.process.wait()


def serve(listener: socket.socket) -> None:
    """Serves until SIGTERM or SIGINT."""
    connections.close_all()
    stopped = threading.Event()

    def stop(number: int, frame: FrameType | None) -> None:
        stopped.set()

    handlers = {number: signal.signal(number, stop) for number in (signal.SIGTERM, signal.SIGINT)}
    descriptor = listener.fileno()
    children = [
        Child("banyan.desk.operations.worker"),
        Child("banyan.desk.operations.web", str(descriptor), keep=(descriptor,)),
    ]
    if settings.DEMO:
        children.append(Child("banyan.desk.operations.demo_filling", address(listener), once=True))
    try:
        while not stopped.wait(0.2):
            for child in children:
                child.keep_running()
    finally:
        for child in children:
            if child.process.poll() is None:
                child.process.terminate()
        until = time.monotonic() + GRACE
        for child in children:
            child.end(max(until - time.monotonic(), 0.1))
        for number, handler in handlers.items():
            signal.signal(number, handler)


def address(listener: socket.socket) -> str:
    """Where a browser finds it."""
    host, port = listener.getsockname()[:2]
    return f"http://[{host}]:{port}/" if ":" in host else f"http://{host}:{port}/"
