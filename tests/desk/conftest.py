"""Which tests of the desk run on which database."""

from __future__ import annotations

import os

collect_ignore = (
    [
        "people/test_every_route.py",
        "people/test_no_one_elses_rows.py",
        "people/test_unready_accounts.py",
    ]
    if os.environ.get("BANYAN_TEST_DATABASE") == "postgresql"
    else []
)
"""The walks of all routes are of one database: who is let in is decided before anything is read,
and what each may see is one condition of a query, which both databases read alike."""
