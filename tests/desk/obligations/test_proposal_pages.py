"""The page of every proposal offers the one who proposed it to withdraw it, the second person to
decide, and others nothing."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from banyan.desk.obligations.proposals import Proposal
from banyan.desk.people.models import Account
from banyan.desk.people.roles import Role
from desk.funds import scenarios as of_funds
from desk.incentives import scenarios as of_incentives
from desk.making import Making
from desk.policy import scenarios as of_policy
from desk.policy.conftest import simulated

pytestmark = pytest.mark.django_db


@pytest.fixture(params=["policy", "funds", "incentives"])
def proposal(request: Any, making: Making) -> Proposal:
    if request.param == "policy":
        return simulated(of_policy.proposed(making))
    scenarios: Any = of_funds if request.param == "funds" else of_incentives
    proposal: Proposal = scenarios.proposed(making)
    return proposal


@pytest.fixture
def second(making: Making, proposal: Proposal) -> Client:
    return _client(making.account(Role(proposal.proposed_by.role), username="second"))


def _client(account: Account) -> Client:
    client = Client(headers={"accept-language": "en"})
    client.force_login(account)
    return client


def _buttons(client: Client, proposal: Proposal) -> set[str]:
    said = client.get(proposal.get_absolute_url()).content.decode()
    return {word for word in ("confirm", "refuse", "withdraw") if f'value="{word}"' in said}


def _decide(client: Client, proposal: Proposal, **posted: str) -> str:
    """What the page says after the button."""
    address = reverse(f"{proposal._meta.app_label}:decide", args=[proposal.pk])
    return client.post(address, posted, follow=True).content.decode()


def test_each_is_offered_what_each_may_do(
    making: Making, proposal: Proposal, second: Client
) -> None:
    assert _buttons(_client(proposal.proposed_by), proposal) == {"withdraw"}
    assert _buttons(second, proposal) == {"confirm", "refuse"}
    assert _buttons(_client(making.account(Role.AUDITOR)), proposal) == set()


def test_a_refusal_and_its_reason_are_read_on_the_page(proposal: Proposal, second: Client) -> None:
    assert "Say why." in _decide(second, proposal, decision="refuse", answer=" ")
    assert "not this year" in _decide(second, proposal, decision="refuse", answer="not this year")
    assert _buttons(second, proposal) == set()


def test_whoever_is_late_is_told_who_was_first(proposal: Proposal, second: Client) -> None:
    _decide(_client(proposal.proposed_by), proposal, decision="withdraw")
    said = _decide(second, proposal, decision="refuse", answer="no")
    assert f"{proposal.proposed_by} was first" in said


def test_there_is_no_other_decision(proposal: Proposal, second: Client) -> None:
    address = reverse(f"{proposal._meta.app_label}:decide", args=[proposal.pk])
    assert second.post(address, {"decision": "forget"}).status_code == 404
