"""Who may call a view. Closed by default: a view that does not say is refused.

::

    @access.visitors                      # anyone
    @access.signed_in                     # any account
    @access.roles(Role.COUNTY, Role.CITY) # accounts of these roles
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any, TypeVar

from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import URLPattern, URLResolver
from structlog.contextvars import get_contextvars

from banyan.desk.audit import Actor, Origin
from banyan.desk.people.models import Account
from banyan.desk.people.roles import Role

View = TypeVar("View", bound=Callable[..., HttpResponseBase])


@dataclass(frozen=True)
class Access:
    """``roles`` may call; visitors too where ``visitors`` is true. ``own`` marks a view that
    authenticates by itself (the HTTP API with its tokens)."""

    roles: frozenset[Role] = frozenset(Role)
    visitors: bool = False
    own: bool = False

    def admits(self, account: Account | None) -> bool:
        if self.visitors or self.own:
            return True
        return account is not None and Role(account.role) in self.roles


def _declare(view: View, access: Access) -> View:
    view.access = access  # type: ignore[attr-defined]
    return view


def visitors(view: View) -> View:
    """Anyone may call."""
    return _declare(view, Access(visitors=True))


def signed_in(view: View) -> View:
    """Every account may call."""
    return _declare(view, Access())


def by_token(view: View) -> View:
    """The view authenticates by itself."""
    return _declare(view, Access(own=True))


def roles(*admitted: Role) -> Callable[[View], View]:
    """Accounts of these roles may call."""
    return lambda view: _declare(view, Access(roles=frozenset(admitted)))


def declare(patterns: Iterable[URLPattern | URLResolver], access: Access) -> None:
    """Declares the access of views that others wrote."""
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            declare(pattern.url_patterns, access)
        elif access_of(pattern.callback) is None:
            _declare(pattern.callback, access)


def access_of(view: Callable[..., Any]) -> Access | None:
    """What a view declares; ``None`` where it declares nothing."""
    return getattr(view, "access", None)


def account_of(request: HttpRequest) -> Account | None:
    """The account that is signed in."""
    user = request.user
    return user if isinstance(user, Account) and user.is_active else None


def actor_of(request: HttpRequest, via: str = "browser") -> Actor:
    """Who acts by this request, and from where."""
    return Actor(
        account=account_of(request),
        origin=Origin(
            via=via,
            address=request.META.get("REMOTE_ADDR", ""),
            request_id=str(get_contextvars().get("request_id", "")),
        ),
    )


def require(actor: Actor, *admitted: Role) -> None:
    """Raises PermissionDenied unless the actor has one of the roles. The system itself (a command,
    a task) may do everything."""
    if actor.account is None and actor.origin.via in ("command", "task"):
        return
    if actor.account is None or Role(actor.account.role) not in admitted:
        raise PermissionDenied


class AccessMiddleware:
    """Asks every view for its access before it is called."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(
        self,
        request: HttpRequest,
        view: Callable[..., Any],
        args: tuple[Any, ...],
        kwargs: dict[str, Any],
    ) -> HttpResponse | None:
        access = access_of(view)
        if access is None:
            raise PermissionDenied
        account = account_of(request)
        if not access.admits(account):
            if account is None:
                return redirect_to_login(request.get_full_path(), settings.LOGIN_URL)
            raise PermissionDenied
        if account is not None and not (access.visitors or access.own) and _lacks_totp(account):
            return redirect("mfa_activate_totp")
        return None


def _lacks_totp(account: Account) -> bool:
    """Whether the account must set up a second factor first."""
    if not settings.OFFICER_TOTP or account.role == Role.ENTERPRISE:
        return False
    from allauth.mfa.utils import is_mfa_enabled

    return not is_mfa_enabled(account)
