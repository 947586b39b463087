"""Which tests of the desk run on which database."""

from __future__ import annotations

import os

collect_ignore = (
    ["people/test_every_route.py", "people/test_unready_accounts.py"]
    if os.environ.get("BANYAN_TEST_DATABASE") == "postgresql"
    else []
)
"""Who is let into a page is decided before anything is read: that is walked on one database."""
