"""How a program says who it is: ``Authorization: Bearer banyan_…``."""

from __future__ import annotations

from django.http import HttpRequest
from django.utils import timezone
from ninja.errors import AuthorizationError
from ninja.security import HttpBearer

from banyan.desk.api.actions import hashed
from banyan.desk.api.models import Scope, Token
from banyan.desk.audit import Actor
from banyan.desk.people.access import actor_of, first_step


class TokenAuth(HttpBearer):
    """Admits tokens with a scope; the request's account is then the token's."""

    def __init__(self, scope: Scope) -> None:
        super().__init__()
        self.scope = scope

    def authenticate(self, request: HttpRequest, token: str) -> Token | None:
        found = Token.objects.select_related("account__unit").filter(sha256=hashed(token)).first()
        if found is None or not found.is_valid or not found.account.is_active:
            return None
        if first_step(found.account) is not None:
            raise AuthorizationError(message="the token's account must sign in and be set up first")
        if self.scope not in found.scopes:
            raise AuthorizationError(message=f"the token has no scope {self.scope.value}")
        today = timezone.localdate()
        if found.last_used_on != today:
            Token.objects.filter(pk=found.pk).update(last_used_on=today)
        request.user = found.account
        return found


def actor(request: HttpRequest) -> Actor:
    """Who acts by this call."""
    return actor_of(request, via="api")


READ = TokenAuth(Scope.READ)
WRITE = TokenAuth(Scope.WRITE)
EVALUATE = TokenAuth(Scope.EVALUATE)
