"""What the tests of payments share."""

from __future__ import annotations

import pytest

from desk.making import Making
from desk.payments.paying import Paying


@pytest.fixture
def paying(making: Making) -> Paying:
    """Makes awards, accounts and answers of the bank."""
    return Paying(making)
