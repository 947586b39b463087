"""An enterprise user is accepted for an organization by an officer or by an invitation, and learns
nothing about which organizations there are."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from banyan.desk.audit import Actor
from banyan.desk.audit.models import Entry
from banyan.desk.people.models import Account
from banyan.desk.people.roles import Role
from banyan.desk.records import claim_actions as actions
from banyan.desk.records.models import Claim, Invitation, Organization, Representation
from desk.making import Making

CLAIMS = "/claims/"


@pytest.fixture
def person(making: Making) -> Account:
    return making.account(Role.ENTERPRISE)


@pytest.fixture
def window(person: Account) -> Client:
    client = Client()
    client.force_login(person)
    return client


def _as(account: Account) -> Client:
    client = Client()
    client.force_login(account)
    return client


def test_a_claim_waits_until_an_officer_of_the_county_accepts_it(
    making: Making, person: Account, window: Client
) -> None:
    organization = making.organization(1)
    window.post(CLAIMS, {"uscc": organization.pk.lower(), "message": "我是会计"})
    claim = Claim.objects.get()
    assert (claim.uscc, claim.state, claim.message) == (organization.pk, "waiting", "我是会计")
    assert not Organization.objects.visible_to(person).exists()
    officer = _as(making.account(Role.COUNTY))
    assert organization.name in officer.get("/claims/to-decide/").content.decode()
    officer.post(reverse("records:decide_claim", args=[claim.pk, "accept"]))
    assert Organization.objects.visible_to(person).get() == organization
    assert "accepted" in _as(person).get(CLAIMS, headers={"accept-language": "en"}).content.decode()
    actions_left = [entry.action for entry in Entry.objects.filter(organization=organization.pk)]
    assert sorted(actions_left) == ["records.accept_claim", "records.claim"]


def test_a_refused_claim_says_why_and_gives_nothing(
    making: Making, person: Account, window: Client
) -> None:
    organization = making.organization(1)
    claim = actions.make_claim(Actor(person), uscc=organization.pk)
    officer = _as(making.account(Role.COUNTY))
    url = reverse("records:decide_claim", args=[claim.pk, "refuse"])
    assert officer.post(url, {"reason": " "}).status_code == 200
    claim.refresh_from_db()
    assert claim.state == "waiting", "a refusal needs a reason"
    officer.post(url, {"reason": "电话无法核实"})
    assert "电话无法核实" in window.get(CLAIMS).content.decode()
    assert not Organization.objects.visible_to(person).exists()
    again = actions.make_claim(Actor(person), uscc=organization.pk)
    assert again.state == "waiting", "one may ask again"


def test_whether_an_organization_exists_is_not_to_be_learnt(making: Making, window: Client) -> None:
    known = making.organization(1)
    unknown = making.credit_code(99)
    answers = []
    for uscc in (known.pk, unknown):
        posted = window.post(CLAIMS, {"uscc": uscc}, follow=True)
        text = posted.content.decode().replace(uscc, "X")
        answers.append((posted.redirect_chain, posted.status_code))
        assert known.name not in text
    assert answers[0] == answers[1]
    assert [claim.state for claim in Claim.objects.all()] == ["waiting", "waiting"]
    wrong = [
        window.post(CLAIMS, {"uscc": uscc, "invitation": "AAAAA"}).context["form"].errors.as_json()
        for uscc in (known.pk, unknown)
    ]
    assert wrong[0] == wrong[1]


@pytest.mark.parametrize(
    "uscc", ["", "123", "91350100MA00000010", "福州市某某机械有限公司一二三四五六七"]
)
def test_what_is_no_credit_code_is_refused(making: Making, window: Client, uscc: str) -> None:
    assert window.post(CLAIMS, {"uscc": uscc}).status_code == 200
    assert not Claim.objects.exists()


def test_one_asks_once_while_the_claim_waits(making: Making, person: Account) -> None:
    uscc = making.credit_code(1)
    actions.make_claim(Actor(person), uscc=uscc)
    with pytest.raises(ValidationError):
        actions.make_claim(Actor(person), uscc=uscc)


def test_who_represents_an_organization_does_not_ask_for_it(
    making: Making, person: Account
) -> None:
    organization = making.organization(1)
    making.representation(person, organization)
    with pytest.raises(ValidationError):
        actions.make_claim(Actor(person), uscc=organization.pk)


def test_so_many_claims_may_wait_and_no_more(making: Making, person: Account) -> None:
    for number in range(actions.MOST_WAITING):
        actions.make_claim(Actor(person), uscc=making.credit_code(number))
    with pytest.raises(ValidationError):
        actions.make_claim(Actor(person), uscc=making.credit_code(100))


@pytest.mark.parametrize("role", [one for one in Role if one is not Role.ENTERPRISE])
def test_only_enterprise_users_claim(making: Making, role: Role) -> None:
    with pytest.raises(PermissionDenied):
        actions.make_claim(making.actor(role), uscc=making.credit_code(1))


def test_a_county_decides_only_on_its_own_organizations(making: Making, person: Account) -> None:
    organization = making.organization(1, county="350103")
    claim = actions.make_claim(Actor(person), uscc=organization.pk)
    account = making.account(Role.COUNTY, county="350102")
    officer = _as(account)
    assert organization.pk not in officer.get("/claims/to-decide/").content.decode()
    assert officer.get(reverse("records:claim", args=[claim.pk])).status_code == 404
    url = reverse("records:decide_claim", args=[claim.pk, "accept"])
    assert officer.post(url).status_code == 404
    for act in (
        lambda: actions.accept_claim(Actor(account), claim),
        lambda: actions.refuse_claim(Actor(account), claim, "x"),
    ):
        with pytest.raises(PermissionDenied):
            act()


@pytest.mark.parametrize("role", [Role.FINANCE, Role.SUPERVISOR, Role.AUDITOR, Role.ADMINISTRATOR])
def test_others_who_see_the_organization_do_not_decide(
    making: Making, person: Account, role: Role
) -> None:
    claim = actions.make_claim(Actor(person), uscc=making.organization(1).pk)
    with pytest.raises(PermissionDenied):
        actions.accept_claim(making.actor(role), claim)


def test_a_claim_of_an_unknown_organization_is_the_city_s_and_waits_for_it(
    making: Making, person: Account
) -> None:
    claim = actions.make_claim(Actor(person), uscc=making.credit_code(1))
    county, city = making.account(Role.COUNTY), making.account(Role.CITY)
    assert not Claim.objects.visible_to(county).exists()
    assert Claim.objects.visible_to(city).exists()
    with pytest.raises(ValidationError):
        actions.accept_claim(Actor(city), claim)
    organization = making.organization(1)
    actions.accept_claim(Actor(city), claim)
    assert Organization.objects.visible_to(person).get() == organization


def test_the_claim_of_a_locked_account_is_not_accepted(making: Making, person: Account) -> None:
    claim = actions.make_claim(Actor(person), uscc=making.organization(1).pk)
    Account.objects.filter(pk=person.pk).update(is_active=False)
    claim = Claim.objects.get(pk=claim.pk)
    with pytest.raises(ValidationError):
        actions.accept_claim(making.actor(Role.CITY), claim)
    assert not Representation.objects.exists()


def test_one_sees_the_own_claims_only(making: Making, window: Client) -> None:
    other = making.account(Role.ENTERPRISE, username="other")
    actions.make_claim(Actor(other), uscc=making.credit_code(7))
    assert making.credit_code(7) not in window.get(CLAIMS).content.decode()


def test_the_code_of_an_invitation_accepts_at_once_and_once(
    making: Making, person: Account, window: Client
) -> None:
    organization = making.organization(1)
    page = _as(making.account(Role.COUNTY)).post(reverse("records:invite", args=[organization.pk]))
    code = page.context["code"]
    invitation = Invitation.objects.get()
    assert code in page.content.decode()
    assert code not in str(vars(invitation)) + str([e.after for e in Entry.objects.all()])
    entered = {"uscc": organization.pk, "invitation": code.lower().replace("-", " ")}
    window.post(CLAIMS, entered)
    assert Organization.objects.visible_to(person).get() == organization
    assert Claim.objects.get().state == "accepted"
    other = making.account(Role.ENTERPRISE, username="other")
    with pytest.raises(ValidationError):
        actions.make_claim(Actor(other), uscc=organization.pk, invitation=code)
    assert not Organization.objects.visible_to(other).exists()


def test_an_invitation_accepts_the_claim_that_waits(making: Making, person: Account) -> None:
    organization = making.organization(1)
    actions.make_claim(Actor(person), uscc=organization.pk)
    _, code = actions.invite(making.actor(Role.CITY), organization)
    actions.make_claim(Actor(person), uscc=organization.pk, invitation=code)
    assert Claim.objects.get().state == "accepted"


@pytest.mark.parametrize("why", ["another organization", "over", "withdrawn"])
def test_an_invitation_that_does_not_fit_accepts_nobody(
    making: Making, person: Account, why: str
) -> None:
    organization, other = making.organization(1), making.organization(2)
    actor = making.actor(Role.CITY)
    invitation, code = actions.invite(actor, organization)
    assert invitation.expires_at - timezone.now() <= timedelta(days=14)
    uscc = organization.pk
    if why == "another organization":
        uscc = other.pk
    elif why == "over":
        past = timezone.now() - timedelta(seconds=1)
        Invitation.objects.update(expires_at=past)
    else:
        actions.withdraw_invitation(actor, invitation)
    with pytest.raises(ValidationError):
        actions.make_claim(Actor(person), uscc=uscc, invitation=code)
    assert not Representation.objects.exists()
    assert not Claim.objects.exists()


def test_a_county_invites_only_to_its_own_organizations(making: Making) -> None:
    organization = making.organization(1, county="350103")
    account = making.account(Role.COUNTY, county="350102")
    with pytest.raises(PermissionDenied):
        actions.invite(Actor(account), organization)
    url = reverse("records:invite", args=[organization.pk])
    assert _as(account).post(url).status_code == 404


def _end(account: Account, representation: Representation) -> Any:
    url = reverse(
        "records:end_representation", args=[representation.organization_id, representation.pk]
    )
    return _as(account).post(url)


def test_the_person_ends_the_own_representation_and_nobody_else_s(
    making: Making, person: Account
) -> None:
    organization = making.organization(1)
    own = making.representation(person, organization)
    colleague = making.account(Role.ENTERPRISE, username="colleague")
    other = making.representation(colleague, organization)
    assert _end(person, other).status_code == 404
    with pytest.raises(PermissionDenied):
        actions.end_representation(Actor(person), other)
    _end(person, own)
    assert list(Representation.objects.all()) == [other]
    assert not Organization.objects.visible_to(person).exists()


def test_an_officer_of_the_county_ends_a_representation(making: Making, person: Account) -> None:
    organization = making.organization(1)
    one = making.representation(person, organization)
    assert _end(making.account(Role.COUNTY, county="350103"), one).status_code == 404
    _end(making.account(Role.COUNTY, username="right"), one)
    assert not Representation.objects.exists()
    entry = Entry.objects.get(action="records.end_representation")
    assert (entry.organization, entry.before) == (organization.pk, {"username": "enterprise"})


def test_a_representative_shares_the_record_with_a_bank_and_ends_it(
    making: Making, person: Account, window: Client
) -> None:
    organization = making.organization(1)
    making.representation(person, organization)
    bank = making.account(Role.BANK)
    assert bank.unit is not None
    window.post(reverse("records:share", args=[organization.pk]), {"unit": bank.unit.pk})
    assert Organization.objects.visible_to(bank).exists()
    with pytest.raises(ValidationError):
        actions.share(Actor(person), organization, bank.unit)
    sharing = organization.sharings.get()
    window.post(reverse("records:end_sharing", args=[organization.pk, sharing.pk]))
    assert not Organization.objects.visible_to(bank).exists()
    with pytest.raises(ValidationError):
        actions.end_sharing(Actor(person), sharing)


def test_the_record_is_shared_only_with_banks_and_departments(
    making: Making, person: Account
) -> None:
    organization = making.organization(1)
    making.representation(person, organization)
    city = making.account(Role.CITY)
    assert city.unit is not None
    with pytest.raises(ValidationError):
        actions.share(Actor(person), organization, city.unit)


@pytest.mark.parametrize("role", list(Role))
def test_nobody_else_shares_the_record(making: Making, role: Role) -> None:
    organization = making.organization(1)
    bank = making.account(Role.BANK, username="the-bank")
    assert bank.unit is not None
    with pytest.raises(PermissionDenied):
        actions.share(making.actor(role), organization, bank.unit)


def test_who_looked_at_an_organization_is_told_by_name_and_unit(
    making: Making, person: Account, window: Client
) -> None:
    organization, other = making.organization(1), making.organization(2)
    making.representation(person, organization)
    officer = making.account(Role.CITY, username="林科长")
    actions.invite(Actor(officer), organization)
    actions.invite(Actor(officer), other)
    page = window.get(reverse("records:trail", args=[organization.pk]))
    said = page.content.decode()
    assert "林科长" in said
    assert str(officer.unit) in said
    assert [row["entry"].organization for row in page.context["entries"]] == [organization.pk]
    assert window.get(reverse("records:trail", args=[other.pk])).status_code == 404


def test_the_home_page_says_what_to_do_next(making: Making, person: Account) -> None:
    """To who claims; who decides finds it in the to-do."""
    english = {"accept-language": "en"}

    def home(client: Client) -> str:
        return client.get("/", headers=english).content.decode()

    assert "Name your organization" in home(_as(person))
    claim = actions.make_claim(Actor(person), uscc=making.organization(1).pk)
    assert "1 claim of yours waits" in home(_as(person))
    actions.accept_claim(making.actor(Role.CITY), claim)
    assert "Your organization" not in home(_as(person))
