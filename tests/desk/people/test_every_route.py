"""Every route says who may call it, and nobody else may."""

from __future__ import annotations

import pytest
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.test import Client
from django.urls import reverse

from banyan.desk.people.access import AccessMiddleware
from banyan.desk.people.roles import Role
from desk.making import Making
from desk.walking import Route, of_scenarios, routes

ROUTES = routes()
BY_PATTERN = pytest.mark.parametrize("route", ROUTES, ids=[route.pattern for route in ROUTES])
ROLES = [None, *Role]


@BY_PATTERN
def test_every_route_declares_its_access(route: Route) -> None:
    assert route.access is not None, f"{route.pattern} says nothing of its access"


@BY_PATTERN
def test_every_route_has_a_name(route: Route) -> None:
    assert route.name.rpartition(":")[2]


def test_the_arguments_of_routes_are_of_routes_that_exist() -> None:
    assert set(of_scenarios("ROUTES")) <= {route.name for route in ROUTES}


OF_ROLES = [one for one in ROUTES if one.access is not None and not one.access.own]
"""What authenticates by itself (the HTTP API) has walks of its own."""


@pytest.mark.parametrize("route", OF_ROLES, ids=[one.pattern for one in OF_ROLES])
def test_only_who_is_admitted_passes(making: Making, route: Route) -> None:
    """Who is not signed in is sent to sign in, who has another role is refused; who is admitted
    is neither. What an admitted role may not see is not there (404), not forbidden."""
    assert route.access is not None
    url = route.url(making)
    for role in ROLES:
        client = Client()
        if role is not None:
            client.force_login(making.account(role, username=f"walker-{role.value}"))
        response = client.get(url)
        sent_away = response.status_code == 302 and response["Location"].startswith(
            reverse("account_login") + "?"
        )
        admitted = route.access.visitors or (role is not None and role in route.access.roles)
        if admitted:
            assert response.status_code != 403, f"{role} is admitted to {url} and refused"
            assert not sent_away, f"{role} is admitted to {url} and sent to sign in"
        elif role is None:
            assert sent_away, f"a visitor sees {url}"
        else:
            assert response.status_code == 403, f"{role} sees {url}"


def test_a_view_that_declares_nothing_is_refused() -> None:
    middleware = AccessMiddleware(lambda request: HttpResponse())
    with pytest.raises(PermissionDenied):
        middleware.process_view(HttpRequest(), lambda request: HttpResponse(), (), {})
