"""What the people of the demo have done with its money."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.db.models import Sum

from banyan.desk.audit.verification import verify
from banyan.desk.funds.models import Balance, Pot
from banyan.desk.matching.models import Match
from banyan.desk.operations import demo
from banyan.desk.payments.models import PaymentOrder
from banyan.desk.records.models import Representation
from banyan.desk.settlement.models import Award, Run

from .conftest import TODAY


@pytest.fixture
def data(tmp_path: Path, city: Path, settings: Any) -> Path:
    settings.DEMO = True
    settings.MEDIA_ROOT = tmp_path / "files"
    (tmp_path / "city").symlink_to(city)
    return tmp_path


@pytest.mark.django_db(transaction=True)
def test_a_run_is_approved_one_was_paid_and_one_has_to_confirm(data: Path) -> None:
    demo.set_up(data, TODAY)
    assert Run.objects.get().state == Run.State.APPROVED
    first, second = (
        Representation.objects.get(account__username=name).organization_id
        for name in ("enterprise", "enterprise2")
    )
    assert Match.objects.filter(uscc=first, state=Match.State.TOLD).exists()
    paid = PaymentOrder.objects.filter(uscc=second).aggregate(sum=Sum("paid"))["sum"]
    assert paid > 0
    assert Award.objects.aggregate(sum=Sum("paid"))["sum"] == paid
    assert Balance.objects.filter(pot=Pot.PAID).aggregate(sum=Sum("amount"))["sum"] == paid
    assert list(verify()) == []


@pytest.mark.django_db(transaction=True)
def test_a_second_set_up_does_nothing_again(data: Path) -> None:
    demo.set_up(data, TODAY)
    before = (Run.objects.count(), PaymentOrder.objects.count(), Match.objects.count())
    demo.set_up(data, date(2026, 11, 25))
    assert (Run.objects.count(), PaymentOrder.objects.count(), Match.objects.count()) == before
