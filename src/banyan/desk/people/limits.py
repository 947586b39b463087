"""How often an address may call an open page; ``ACCOUNT_RATE_LIMITS`` in the settings says it.

The counting is django-allauth's, as for attempts to sign in: in the cache, which all processes
share. Above the limit the answer is the page of status 429.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from allauth.decorators import rate_limit
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.http import HttpResponseBase

View = TypeVar("View", bound=Callable[..., HttpResponseBase])


def limited(action: str) -> Callable[[View], View]:
    """Decorates a view that visitors may call, whatever the method; stands below the decorator
    of its access::

        @access.visitors
        @limited("calculator")
        def home(request): ...
    """
    if action not in settings.ACCOUNT_RATE_LIMITS:
        raise ImproperlyConfigured(
            f"ACCOUNT_RATE_LIMITS does not say how often {action} is allowed"
        )
    decorate: Any = rate_limit(action=action, limit_get=True)
    return decorate  # type: ignore[no-any-return]
