"""Who may call a view. Closed by default: a view that does not say is refused.

::

    @access.visitors                      # anyone
    @access.signed_in                     # any account
    @access.roles(Role.COUNTY, Role.CITY) # accounts of these roles
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from typing import Any, TypeVar
from urllib.parse import urlencode, urlsplit, urlunsplit

from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.contrib.auth import REDIRECT_FIELD_NAME
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import URLPattern, URLResolver, reverse
from structlog.contextvars import get_contextvars

from banyan.desk.audit import Actor, Origin
from banyan.desk.people.models import Account
from banyan.desk.people.roles import Role

View = TypeVar("View", bound=Callable[..., HttpResponseBase])


@dataclass(frozen=True)
class Access:
    """``roles`` may call; visitors too where ``visitors`` is true. ``own`` marks a view that
    authenticates by itself (the HTTP API with its tokens). ``unready`` opens a view to an account
    that must still change its password or set up its second factor (see ``first_step``)."""

    roles: frozenset[Role] = frozenset(Role)
    visitors: bool = False
    own: bool = False
    unready: bool = False

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


def unready(view: View) -> View:
    """Opens a view whose access is declared already to an account that is not ready yet."""
    access = access_of(view)
    if access is None:
        raise ValueError("declare the view's access first")
    return _declare(view, replace(access, unready=True))


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


def address_of(request: HttpRequest) -> str:
    """The address of the browser; empty where it came over a socket of the file system."""
    return str(request.META.get("REMOTE_ADDR", ""))


def actor_of(request: HttpRequest, via: str = "browser") -> Actor:
    """Who acts by this request, and from where."""
    return Actor(
        account=account_of(request),
        origin=Origin(
            via=via,
            address=address_of(request),
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
        step = first_step(account) if account is not None and not access.unready else None
        if step is not None:
            return _go(request, reverse(step))
        if not access.admits(account):
            if account is None:
                return _go(request, f"{reverse(settings.LOGIN_URL)}?{_next(request)}")
            raise PermissionDenied
        return None


def first_step(account: Account) -> str | None:
    """The route where the account must go before it may do anything else: to change a password
    that somebody else knows, or to set up the second factor that its role needs. What
    authenticates by itself (the HTTP API) must ask too."""
    if account.must_change_password:
        return "account_change_password"
    if settings.OFFICER_TOTP and account.role != Role.ENTERPRISE and not is_mfa_enabled(account):
        return "mfa_activate_totp"
    return None


def _next(request: HttpRequest) -> str:
    """Where to return after signing in: the page, also where only a part of it was asked for."""
    path = request.get_full_path()
    if request.headers.get("HX-Request"):
        current = urlsplit(request.headers.get("HX-Current-URL", ""))
        path = urlunsplit(("", "", current.path or "/", current.query, ""))
    elif request.method != "GET":
        path = "/"
    return urlencode({REDIRECT_FIELD_NAME: path})


def _go(request: HttpRequest, url: str) -> HttpResponse:
    """A redirect of the whole page, also where htmx asks for a part of it."""
    if request.headers.get("HX-Request"):
        return HttpResponse(headers={"HX-Redirect": url})
    return redirect(url)
