"""For how long one stays in a list."""

from __future__ import annotations

from datetime import date

from banyan.desk.lists.declared import DeclaredList


def same_day(day: date, years: int) -> date:
    """The same day so many years later; of 29 February the 28th."""
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return day.replace(year=day.year + years, day=28)


def end_of_term(of: DeclaredList, day: date, year: int) -> date | None:
    """The first day after the term of what enters on ``day`` in the list of ``year``; ``None``
    for a list without a term. The list of a year that rolls over ends with its years."""
    years = of.years()
    if years is None:
        return None
    if of.rolls_over and (ends := date(year + years, 1, 1)) > day:
        return ends
    return same_day(day, years)
