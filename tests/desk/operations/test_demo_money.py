"""What the people of the demo have done with its money."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.db.models import Sum

from banyan.desk.audit import Actor
from banyan.desk.audit.verification import verify
from banyan.desk.funds.models import Balance, Pot
from banyan.desk.matching.models import Match
from banyan.desk.operations import demo
from banyan.desk.payments.models import PaymentOrder
from banyan.desk.people.models import Account
from banyan.desk.records.models import Representation
from banyan.desk.settlement.actions.runs import start_run
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
def test_what_users_made_of_it_is_left_alone_by_the_next_start(data: Path) -> None:
    demo.set_up(data, TODAY)
    run = start_run(Actor(Account.objects.get(username="city")), Run.objects.get().year)
    before = (Run.objects.count(), PaymentOrder.objects.count(), Match.objects.count())
    demo.set_up(data, date(2026, 11, 25))
    run.refresh_from_db()
    assert run.state == Run.State.DRAFT
    assert (Run.objects.count(), PaymentOrder.objects.count(), Match.objects.count()) == before


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(
    "where", ["open_notice", "approve", "payments.check_batch", "payments.post_file", "finish"]
)
def test_a_set_up_that_was_stopped_goes_on(
    data: Path, monkeypatch: pytest.MonkeyPatch, where: str
) -> None:
    def stop(*arguments: Any) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as stopped:
        stopped.setattr(f"banyan.desk.operations.demo_money.{where}", stop)
        with pytest.raises(KeyboardInterrupt):
            demo.set_up(data, TODAY)
    demo.set_up(data, TODAY)
    assert Run.objects.get().state == Run.State.APPROVED
    order = PaymentOrder.objects.get()
    assert order.paid == order.amount == Award.objects.get(pk=order.award_id).paid
