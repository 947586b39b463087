"""How one line's amount came about, step by step, in words with the figures put in."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from banyan.rules.measure import Measure, Places
from banyan.rules.settlement import Settlement, Status
from banyan.rules.single import Row, Single
from banyan.rules.units import RATE_SCALE
from banyan.rules.wording import Wording, yuan

PHRASES = {
    "amount": {"zh": "{formula}", "en": "{formula}"},
    "place": {
        "zh": "{total}，全市第 {place} 名，奖励 {tier}",
        "en": "{total}, place {place} in the city, which pays {tier}",
    },
    "beyond": {
        "zh": "{total}，全市第 {place} 名，超出奖励名次",
        "en": "{total}, place {place} in the city, beyond the last place that pays",
    },
    "uplift": {"zh": "× {rate}", "en": "× {rate}"},
    "item cap": {"zh": "单项不超过 {cap}", "en": "at most {cap} for one item"},
    "counted": {
        "zh": "{column}只计 {counted}（{cap}，按先后用完），重新计算：{formula}",
        "en": "only {counted} of the {column} counts ({cap}, used up in order), computed anew: "
        "{formula}",
    },
    "cap": {
        "zh": "受限：{cap}，此前的部分已占用，余 {left}",
        "en": "capped: {cap}, of which {left} is left after what comes before",
    },
    "deduction": {"zh": "扣除{deducted}", "en": "less {deducted}"},
    "fund": {
        "zh": "专项资金不足，按比例兑现",
        "en": "the fund is short and pays every claim its share",
    },
    "superseded": {
        "zh": "同一{key}只享受一项，由“{winner}”享受",
        "en": "only one measure for the same {key}: {winner} goes on",
    },
    "over quota": {"zh": "超出名额，不予安排", "en": "beyond the number of places, not granted"},
}


@dataclass(frozen=True)
class Step:
    """``amount`` is what stands after the step, in yuan."""

    words: str
    amount: str
    article: str


def steps(
    settlement: Settlement, measure: Measure, row: Row, single: Single, wording: Wording
) -> Iterator[Step]:
    """The steps of a line that is eligible."""

    def say(name: str, amount: int, article: str, **parts: object) -> Step:
        return Step(PHRASES[name][wording.language].format(**parts), yuan(amount), article)

    reading, values = single.closed, row.values
    granting = measure.articles[0]
    base = 0
    if isinstance(measure.amount, Places):
        total = wording.formula(measure.amount.by, row, reading)
        base = tier_of(measure.amount, row, single)
        name = "place" if base else "beyond"
        yield say(
            name, base, measure.amount.article, total=total, place=values["place"], tier=yuan(base)
        )
    else:
        base = reading.money(measure.amount, row) or 0
        formula = wording.formula(measure.amount, row, reading)
        yield say("amount", base, granting, formula=formula)
    if measure.uplift is not None and reading.value(measure.uplift.where, row) is True:
        assert not isinstance(measure.amount, Places)
        base = _lifted(measure, row, single)
        rate = wording.formula(measure.uplift.rate, row, reading)
        yield say("uplift", base, measure.uplift.article, rate=rate)
    if measure.item_cap is not None and values["gross"] != base:
        cap = wording.formula(measure.item_cap, row, reading)
        yield say("item cap", values["gross"], granting, cap=cap)
    status = Status(values["status"])
    if status is Status.OVER_QUOTA:
        article = measure.quota.article if measure.quota else granting
        yield say("over quota", 0, article)
    elif status is Status.SUPERSEDED:
        winner = list(settlement.pack.measures)[values["winner"]]
        choice = next(
            one
            for one in settlement.pack.choices
            if measure.code in one.measures and winner in one.measures
        )
        yield say(
            "superseded",
            0,
            choice.article,
            key=wording.word("choices", choice.key),
            winner=wording.word("measures", winner),
        )
    else:
        yield from _limits(measure, row, single, wording)


def prospect(measure: Measure, row: Row, single: Single) -> int | None:
    """Fen that the row would get with its facts as they are if it met every condition, were it the
    only one of its organization: no less than it gets once what it lacks is there. ``None`` where
    that is not known, or where a place decides."""
    reading = single.closed
    if isinstance(measure.amount, Places) or reading.value(measure.amount, row) is None:
        return None
    amounts = [_lifted(measure, row, single)]
    if measure.item_cap is not None:
        amounts.append(reading.money(measure.item_cap, row) or 0)
    if measure.cap is not None:
        amounts.append(reading.money(measure.cap.amount, row) or 0)
    return min(amounts)


def _limits(measure: Measure, row: Row, single: Single, wording: Wording) -> Iterator[Step]:
    values, reading = row.values, single.closed
    amount = values["gross"]

    def say(name: str, article: str, **parts: object) -> Step:
        return Step(PHRASES[name][wording.language].format(**parts), yuan(amount), article)

    counted = measure.counted
    if counted is not None and values["counted"] != values[counted.column]:
        less = Row(row.table, row.number, {**values, counted.column: values["counted"]})
        amount = _lifted(measure, less, single)
        assert not isinstance(measure.amount, Places)
        yield say(
            "counted",
            counted.article,
            column=wording.column(row.table.name, counted.column),
            counted=yuan(values["counted"]),
            cap=wording.formula(counted.cap, row, reading),
            formula=wording.formula(measure.amount, less, reading),
        )
    if measure.cap is not None and values["capped"] != amount:
        amount = values["capped"]
        cap = wording.formula(measure.cap.amount, row, reading)
        yield say("cap", measure.cap.article, cap=cap, left=yuan(amount))
    claimed = values.get("claimed")
    before_fund = values["amount"] if claimed is None else claimed
    if measure.deduction is not None and before_fund != amount:
        amount = before_fund
        deducted = wording.formula(measure.deduction.amount, row, reading)
        yield say("deduction", measure.deduction.article, deducted=deducted)
    if claimed is not None and claimed != values["amount"]:
        amount = values["amount"]
        assert measure.fund is not None
        yield say("fund", measure.fund.article)


def _lifted(measure: Measure, row: Row, single: Single) -> int:
    """The amount with its uplift, rounded down once, in fen."""
    assert not isinstance(measure.amount, Places)
    amount = single.closed.value(measure.amount, row)
    if amount is None:
        return 0
    uplift = measure.uplift
    if uplift is not None and single.closed.value(uplift.where, row) is True:
        rate = single.closed.value(uplift.rate, row)
        return int(amount * rate // RATE_SCALE)
    return int(amount // 1)


def tier_of(places: Places, row: Row, single: Single) -> int:
    """What the row's place pays, in fen."""
    last = 0
    for count, amount in places.tiers:
        last += single.closed.value(count, row)
        if row.values["place"] <= last:
            return int(single.closed.value(amount, row))
    return 0
