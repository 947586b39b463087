"""Facts in, explained result out; nothing is kept."""

from __future__ import annotations

from django.http import HttpRequest
from ninja import Router
from ninja.errors import HttpError

from banyan.desk.api.auth import EVALUATE
from banyan.desk.api.problems import PROBLEMS
from banyan.desk.api.schemas import ExplanationOut, FactsIn, Language
from banyan.desk.policy.pack_in_force import pack_in_force
from banyan.rules.explanation import Explainer
from banyan.rules.rows import facts_of_rows
from banyan.rules.settlement import settle

router = Router()

MOST_ROWS = 10_000
"""Rows of all tables in one call; a city is settled by the command, not by a request."""


@router.post(
    "/evaluate",
    response={200: list[ExplanationOut], **PROBLEMS},
    auth=EVALUATE,
    operation_id="evaluate",
)
def evaluate(request: HttpRequest, body: FactsIn, lang: Language = "zh") -> object:
    """What each organization in ``tables`` gets for the year, as if it were the whole city.

    Measures that compete (places, funds) are ranked among the organizations that were sent, and say
    so. Facts that do not hold together are a problem that lists every fault."""
    if sum(len(rows) for rows in body.tables.values()) > MOST_ROWS:
        raise HttpError(422, f"at most {MOST_ROWS} rows")
    pack = pack_in_force()
    pack.check_year(body.year)
    facts = facts_of_rows(pack.schema, body.tables)
    settlement = settle(pack, facts, body.year)
    explainer = Explainer(settlement, lang)
    wanted = None if body.measures is None else {pack.measure(code).code for code in body.measures}
    found = []
    for uscc in facts[pack.schema.organizations]["uscc"]:
        explained = explainer.explain(uscc).as_json()
        if wanted is not None:
            explained["measures"] = [m for m in explained["measures"] if m["measure"] in wanted]
        found.append(explained)
    return found
