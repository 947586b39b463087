"""Facts in, explained result out; nothing is kept."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from ninja import Router
from ninja.errors import HttpError

from banyan.desk.api.auth import EVALUATE
from banyan.desk.api.problems import PROBLEMS
from banyan.desk.api.schemas import ExplanationOut, FactsIn, Language
from banyan.desk.benefits.city import Held, boards_of
from banyan.desk.benefits.page import is_contested
from banyan.desk.policy.pack_in_force import pack_in_force
from banyan.rules.explanation import Explainer
from banyan.rules.rows import facts_of_rows
from banyan.rules.settlement import settle_one
from banyan.rules.subset import of_organizations
from banyan.rules.wording import fen, yuan

router = Router()

MOST_ROWS = 10_000
"""Rows of all tables in one call; a city is settled by the command, not by a request."""

MOST_ORGANIZATIONS = 100


@router.post(
    "/evaluate",
    response={200: list[ExplanationOut], **PROBLEMS},
    auth=EVALUATE,
    operation_id="evaluate",
)
def evaluate(request: HttpRequest, body: FactsIn, lang: Language = "zh") -> object:
    """What each organization in ``tables`` gets for the year.

    Measures for which others compete (places, funds) are ranked against the city as it was settled
    last (``places_as_of``), in which these facts take the place of what is on record of the
    organization. As long as it was never settled they stand in ``open`` and not in the amount.
    Facts that do not hold together are a problem that lists every fault."""
    if sum(len(rows) for rows in body.tables.values()) > MOST_ROWS:
        raise HttpError(422, f"at most {MOST_ROWS} rows")
    pack = pack_in_force()
    pack.check_year(body.year)
    wanted = None if body.measures is None else {pack.measure(code).code for code in body.measures}
    facts = facts_of_rows(pack.schema, body.tables)
    codes = facts[pack.schema.organizations]["uscc"].to_list()
    if len(codes) > MOST_ORGANIZATIONS:
        raise HttpError(422, f"at most {MOST_ORGANIZATIONS} organizations")
    held = boards_of(body.year)
    found = []
    for row, uscc in enumerate(codes):
        own = of_organizations(facts, [row])
        settlement = settle_one(pack, own, body.year, uscc, held.boards, measures=wanted)
        explained = Explainer(settlement, lang).explain(uscc).as_json()
        if wanted is not None:
            explained["measures"] = [m for m in explained["measures"] if m["measure"] in wanted]
        found.append(_against(held, explained))
    return found


def _against(held: Held, explained: dict[str, Any]) -> dict[str, Any]:
    """With what is open as long as the city was not settled; the amount is of the rest."""
    measures = explained["measures"]
    undecided = [m for m in measures if not held.version and is_contested(m["competition"])]
    decided = [m for m in measures if m not in undecided]
    return {
        **explained,
        "amount": yuan(sum(fen(m["amount"]) for m in decided)),
        "open": [m["measure"] for m in undecided],
        "places_as_of": held.settled_at,
    }
