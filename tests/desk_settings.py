"""The desk's settings for tests: SQLite, or PostgreSQL where BANYAN_TEST_DATABASE says so.

For PostgreSQL a server of its own is started from the installed binaries and stopped at the end.
In CI a machine without them is an error; elsewhere the run is skipped with a word.
"""

from __future__ import annotations

import atexit
import os
import sys
import tempfile
from pathlib import Path

os.environ.setdefault("BANYAN_SECRET_KEY", "only for tests, never for a desk that is served")
if "PYTEST_XDIST_WORKER" in os.environ or "BANYAN_DATA" not in os.environ:
    # each process its own: the folders of runs have the numbers that its database gave
    os.environ["BANYAN_DATA"] = tempfile.mkdtemp(prefix="banyan-test-")

if os.environ.get("BANYAN_TEST_DATABASE") == "postgresql" and not os.environ.get(
    "BANYAN_DATABASE_URL"
):
    sys.path.insert(0, str(Path(__file__).parent))
    from postgresql import Server, missing

    lack = missing()
    if lack:
        print(f"PostgreSQL: {lack}", file=sys.stderr)
        sys.exit(1 if os.environ.get("CI") else 0)
    server = Server()
    atexit.register(server.stop)
    os.environ["BANYAN_DATABASE_URL"] = server.url

from banyan.desk.settings import *  # noqa: F403
from banyan.desk.settings import DATA, DATABASES, STATIC_ROOT

STATIC_ROOT.mkdir(parents=True, exist_ok=True)
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    # a file, not memory: a live server reads and writes beside the test, each on its own connection
    DATABASES["default"]["TEST"] = {"NAME": str(DATA / "test.sqlite3")}
    DATABASES["default"]["OPTIONS"]["init_command"] += "PRAGMA synchronous=OFF;"
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
TASKS = {"default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"}}
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
