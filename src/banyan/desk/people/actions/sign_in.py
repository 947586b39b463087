"""What leaves an entry when people register, sign in, fail to, and sign out."""

from __future__ import annotations

from collections.abc import Sequence

from allauth.socialaccount.models import SocialAccount

from banyan.desk.audit import Actor, action, log
from banyan.desk.people.models import Account
from banyan.desk.people.roles import Role

LONGEST_NAME = 150


@action("people.register")
def register(actor: Actor, *, username: str, password: str, name: str, phone: str = "") -> Account:
    """A visitor makes an account; it is an enterprise user's and sees nothing until an
    organization accepts it."""
    account = Account.objects.create_user(
        username, password, name=name, phone=phone, role=Role.ENTERPRISE
    )
    log(account, after={"username": account.username, "name": name, "phone": phone})
    return account


@action("people.sign_in")
def sign_in(actor: Actor, methods: Sequence[str]) -> None:
    """The actor's account signs in, by these methods (password, mfa, socialaccount)."""
    log(actor.account, after={"methods": list(methods)})


@action("people.sign_in_failed")
def sign_in_failed(actor: Actor, username: str, why: str) -> None:
    """``username`` is what was entered, whether an account has it or not; the entry is the same.
    ``why`` is credentials, code, locked or provider."""
    log("people.sign_in", after={"username": username[:LONGEST_NAME], "why": why})


@action("people.lock_out")
def lock_out(actor: Actor, username: str) -> None:
    """Too many failed attempts for one name, or from one address."""
    log("people.sign_in", after={"username": username[:LONGEST_NAME]})


@action("people.sign_out")
def sign_out(actor: Actor) -> None:
    """The actor's account signs out."""
    log(actor.account)


@action("people.connect_identity")
def connect_identity(actor: Actor, account: Account, identity: SocialAccount) -> None:
    """From now on who signs in at the provider as ``identity`` is ``account``."""
    identity.user = account
    identity.save()
    log(account, after={"provider": identity.provider, "uid": identity.uid})
