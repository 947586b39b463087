"""The policy that this desk serves, as its pack declares it."""

from __future__ import annotations

from banyan.packs import fuzhou
from banyan.rules.pack import Pack


def declared_pack() -> Pack:
    """The pack as it is written, without what the desk's administrators have adopted since
    (that is ``banyan.desk.policy``'s). Loaded once a process."""
    return fuzhou.pack()
