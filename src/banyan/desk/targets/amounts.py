"""How values are written for people, and read back: money is fen and written in yuan, in short in
hundreds of millions; shares and points are millionths and written in percent; the rest is
counted."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal, InvalidOperation

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from banyan.desk.records.labels import language
from banyan.desk.targets.indicators import Indicator

PLACES = {"count": 0, "rank": 0, "money": 2, "percent": 4, "points": 4}
"""Decimals between what is held and what is written."""

LARGEST = 10**17
"""What is held is smaller; more is a slip of the pen."""

NONE = "–"


def plain(indicator: Indicator, value: int) -> Decimal:
    """As it is written, exactly."""
    return Decimal(value).scaleb(-PLACES[indicator.measure])


def written(indicator: Indicator, value: int | None, *, signed: bool = False) -> str:
    """With its unit, ``1,234 家``, ``40%``, ``+0.8 个百分点``, ``3,120 亿元``; a dash for
    ``None``."""
    if value is None:
        return NONE
    text = number(indicator, value, signed=signed)
    match indicator.measure:
        case "percent":
            return f"{text}%"
        case "money":
            return _with_money(value, text)
        case "rank":
            return _("place %(place)s") % {"place": text}
    return _("%(number)s %(counted)s") % {"number": text, "counted": indicator.counted}


def brief(indicator: Indicator, value: int | None) -> str:
    """As ``written``, without the word for what is counted: beside a value that has it."""
    if value is None:
        return NONE
    if indicator.measure in ("count", "points"):
        return number(indicator, value)
    return written(indicator, value)


def parts(indicator: Indicator, value: int | None) -> tuple[str, str]:
    """What is written large, and its unit beside it."""
    if value is None or indicator.measure in ("percent", "rank"):
        return written(indicator, value), ""
    text = number(indicator, value)
    return text, _money_unit(value)[1] if indicator.measure == "money" else indicator.counted


def aim(indicator: Indicator, text: str) -> str:
    """A target that is written, with its direction where that is not “at least”."""
    match indicator.direction:
        case "more_than":
            return _("more than %(value)s") % {"value": text}
        case "at_most":
            return _("at most %(value)s") % {"value": text}
    return text


def difference(indicator: Indicator, value: int | None) -> str:
    """A distance between two values with its unit: of shares it is percentage points, of places
    how many."""
    if value is None:
        return NONE
    text = number(indicator, value)
    match indicator.measure:
        case "percent" | "points":
            return _("%(number)s percentage points") % {"number": text}
        case "rank":
            return ngettext("%(number)s place", "%(number)s places", abs(value)) % {"number": text}
    return written(indicator, value)


def number(indicator: Indicator, value: int, *, signed: bool = False) -> str:
    """Without its unit: shares to two decimals, money in hundreds of millions (Chinese) or
    billions (English)."""
    match indicator.measure:
        case "percent" | "points":
            shown = _short(plain(indicator, value), 2)
        case "money":
            shown = _short(plain(indicator, value) / _money_unit(value)[0], 2)
        case _:
            shown = Decimal(value)
    sign = "+" if signed and shown > 0 else ""
    return f"{sign}{shown:,f}".replace("-", "−")


def _money_unit(fen: int) -> tuple[int, str]:
    yuan = abs(fen) // 100
    if language() == "zh":
        return (10**8, "亿元") if yuan >= 10**8 else (10**4, "万元")
    if yuan >= 10**9:
        return 10**9, "billion yuan"
    return (10**6, "million yuan") if yuan >= 10**6 else (1, "yuan")


def _with_money(fen: int, text: str) -> str:
    return f"{text} {_money_unit(fen)[1]}" if language() == "en" else f"{text}{_money_unit(fen)[1]}"


def _short(value: Decimal, places: int) -> Decimal:
    rounded = value.quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP)
    if rounded == rounded.to_integral_value():
        return rounded.quantize(Decimal(1))
    return rounded.normalize()


def parsed(indicator: Indicator, text: str) -> int:
    """What ``text`` holds. ValueError for what is no number, has too many decimals, or is none
    that the measure can have."""
    text = text.strip().replace(",", "").replace("，", "").removesuffix("%").removesuffix("％")
    try:
        given = Decimal(text.replace("−", "-"))
    except InvalidOperation:
        raise ValueError(text) from None
    if not given.is_finite() or abs(given) >= LARGEST:
        raise ValueError(text)
    held = given.scaleb(PLACES[indicator.measure])
    if held != held.to_integral_value():
        raise ValueError(text)
    return checked(indicator, int(held))


def checked(indicator: Indicator, value: int) -> int:
    """The value. ValueError where it cannot be."""
    lowest = {"count": 0, "money": 0, "rank": 1}.get(indicator.measure)
    if abs(value) >= LARGEST or (lowest is not None and value < lowest):
        raise ValueError(str(value))
    if indicator.measure == "percent" and abs(value) > 10_000_000:
        raise ValueError(str(value))
    return value


def expected(indicator: Indicator) -> str:
    """What is written in a form or a list, for who fills it in."""
    return {
        "count": _("a whole number"),
        "rank": _("a whole number from 1"),
        "money": _("yuan, with at most two decimals"),
        "percent": _("percent, as 6.2"),
        "points": _("percentage points, as 0.8"),
    }[indicator.measure]
