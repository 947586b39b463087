"""The HTTP API: ``/api/v1/``, described in ``/api/v1/openapi.json``."""

from __future__ import annotations

from typing import Any

from ninja import NinjaAPI
from ninja.openapi.schema import OpenAPISchema

from banyan import __version__
from banyan.desk.api.problems import CONTENT_TYPE, add_handlers
from banyan.desk.api.routes import (
    cases,
    evaluation,
    facts,
    figures,
    notice,
    organizations,
    targets,
)


class Interface(NinjaAPI):
    """An interface that describes its errors as what they are sent as."""

    def get_openapi_schema(self, **more: Any) -> OpenAPISchema:
        schema = super().get_openapi_schema(**more)
        for operations in schema["paths"].values():
            for operation in operations.values():
                for status, answer in operation["responses"].items():
                    if int(status) >= 400 and "content" in answer:
                        [described] = answer["content"].values()
                        answer["content"] = {CONTENT_TYPE: described}
        return schema


api = Interface(
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
api.add_router("", cases.router, tags=["cases"])
api.add_router("", figures.router, tags=["monthly figures"])
api.add_router("", targets.router, tags=["targets"])
