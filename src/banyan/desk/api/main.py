"""The HTTP API: ``/api/v1/``, described in ``/api/v1/openapi.json``."""

from __future__ import annotations

from ninja import NinjaAPI

from banyan import __version__
from banyan.desk.api.problems import add_handlers
from banyan.desk.api.routes import evaluation, facts, notice, organizations

api = NinjaAPI(
    title="Banyan",
    version=__version__,
    description=(
        "The policy as declared, its figures, and what it gives to whom. "
        "What is public needs no token; the rest takes `Authorization: Bearer banyan_…`, and sees "
        "what the token's account sees. Amounts are yuan as text with two decimals. "
        "Errors are problem details (RFC 9457)."
    ),
    docs_url=None,
    urls_namespace="api-1",
)
add_handlers(api)
api.add_router("", notice.router, tags=["policy"])
api.add_router("", evaluation.router, tags=["evaluation"])
api.add_router("", organizations.router, tags=["organizations"])
api.add_router("", facts.router, tags=["facts"])
