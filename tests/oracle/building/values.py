"""The nasty values of the facts: every boundary of the notice, and a fen to either side."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence
    from random import Random

LARGEST = 10**14
"""10^12 yuan in fen, the largest money that the facts may hold."""

PURPOSE_OF = {
    "newly_scaled_loan_interest": ("supply_chain",),
    "technology_loan_interest": ("technology_upgrade",),
    "park_loan_interest": ("park_infrastructure",),
    "software_loan_interest": ("software_technology", "software_tax", "software_procurement"),
}
SUBJECTS = ("alpha", "Alpha", "榕", "𠮷", "Ａ", "x,y", 'the "one"', "10", "9")
LEVELS = ("national", "provincial", "municipal")
NATIONAL = ("national", "national", "national", "provincial", "")
COUNTIES = (
    *("350102", "350103", "350104", "350105", "350111", "350112", "350121"),
    *("350122", "350123", "350124", "350125", "350181", "350100"),
)
SCORES = ("", "", "", 0, 0, 0, 1, 70, 70, 9, 100)
RATES = (
    *("0", "0.0001", "0.9999", "1", "1.0001", "1.9999", "2", "2", "2.0000", "2.0001"),
    *("2.4999", "2.5", "2.5001", "3.45", "4.35", "10", "100"),
)


def around(*fen: int) -> tuple[int, ...]:
    """Each amount, twice as often as the fen below it and the fen above."""
    return tuple(near for amount in fen for near in (amount - 1, amount, amount, amount + 1))


SMALL = (0, 0, 1, 2, 3, 5, 7, 100)
HUGE = (LARGEST - 1, LARGEST)

EQUIPMENT_GROSS = (
    *around(5_000_000_00, 5_000_000_00, 1_000_000_00, 3_390_000_00),
    *(200_000_000_00, *HUGE, *SMALL, 4_000_000_00),
)
EQUIPMENT_NET = (
    *around(3_000_000_00, 166_666_666_67, 111_111_111_11, 5_000_000_00, 4_000_000_00, 884_955_75),
    *(*HUGE, *SMALL, 33, 34, 23, 22),
)
SMALL_GROSS = around(4_000_000_00, 3_390_000_00, 5_000_000_00)
SMALL_NET = around(3_000_000_00)
DIGITAL_NET = (
    *around(10_000_000_00, 6_666_666_67, 600_000_00, 450_000_00),
    *(*HUGE, *SMALL, 4, 6),
)
PRINCIPAL = {
    "newly_scaled_loan_interest": (
        *around(10_000_000_00, 10_000_000_00, 6_000_000_00, 4_000_000_00),
        *(36_500_00, *HUGE, *SMALL),
    ),
    "technology_loan_interest": (
        *around(200_000_000_00, 200_000_000_00, 120_000_000_00, 80_000_000_00),
        *(20_000_000_00, 30_000_000_00, 36_500_00, *HUGE, *SMALL),
    ),
    "park_loan_interest": (
        *around(80_000_000_00, 8_000_000_00, 60_000_000_00, 20_000_000_00, 184_000_000_00),
        *(36_500_00, *HUGE, *SMALL),
    ),
    "software_loan_interest": (
        *around(30_000_000_00, 30_000_000_00, 10_000_000_00, 20_000_000_00),
        *(36_500_00, *HUGE, *SMALL),
    ),
}
PROVINCIAL_SUPPORT = (1, 1, 100_00, 10_000_00, *around(250_000_00, 4_000_000_00), LARGEST)
PROVINCIAL_AWARD = (
    *around(2_000_000_00, 1_333_333_33, 500_000_00),
    *SMALL,
    *HUGE,
    None,
    1_200_000_00,
)
ASSESSED = {
    "task_list_award": (*around(5_000_000_00, 2_500_000_00, 3_000_000_00), 0, 1, LARGEST, None),
    "county_cultivation": (0, 1, 300_000_00, LARGEST, None),
    "sme_cluster": (*around(300_000_00, 150_000_00), 0, 1, None, None, LARGEST),
    "supply_demand_event": (*around(50_000_00), 0, 1, 2_000_000, LARGEST),
}
COST = {
    "competition": (*around(625_000_00, 312_500_00, 250_000_00), *SMALL, *HUGE),
    "supplier_conference": (*around(1_000_000_00, 1_000_000_00), *SMALL, *HUGE),
}
PAID = (*around(2_000_000_00, 1_333_333_33, 666_666_67, 1_000_000_00), *SMALL, *HUGE)
SERVICE_INCOME = (*around(3_333_333_33, 2_222_222_22), *SMALL, *HUGE)
INVESTMENT = (*around(5_000_000_00, 3_333_333_33, 2_500_000_00), *SMALL, *HUGE)
SOFTWARE_INVESTMENT = (*around(6_666_666_67, 3_333_333_33, 4_000_000_00), *SMALL, *HUGE)
DEVICES = (0, 1, 10, 33, 34, 49, 50, 51, 10**6)
CLOUD_COST = (*around(400_000_00, 266_666_67, 200_000_00), *SMALL, *HUGE)
FEE = (
    *around(62_500_00, 62_500_00, 31_250_00),
    *SMALL,
    25_000_01,
    12_345_67,
    1_500_000_00,
    LARGEST,
)
ORDERS = (*around(24_000_000_00, 12_000_000_00, 6_000_000_00, 20_000_000_00), *SMALL, *HUGE)
IN_ALL = ("park_loan_interest", "national_software_project", "software_loan_interest")
BUDGETS = (0, 1, 2, 299_999_99, 500_000_00, 1_000_000_03, 1_999_999_99, 3_333_333_34, LARGEST)
GRANTED = {
    "internet_platform": (*around(1_000_000_00, 550_000_00), 0, 1),
    "park_loan_interest": (*around(4_000_000_00, 3_000_000_00), 0, 1, LARGEST),
    "national_software_project": (*around(2_000_000_00, 1_200_000_00), 0, 1),
    "software_loan_interest": (*around(300_000_00, 250_000_00), 0, 1),
}


def money(random: Random, fen: int | None) -> str:
    """The amount in one of the ways in which it may be written."""
    if fen is None:
        return ""
    whole, cents = divmod(fen, 100)
    if cents == 0:
        return random.choice((f"{whole}", f"{whole}.0", f"{whole}.00"))
    if cents % 10 == 0 and random.random() < 0.5:
        return f"{whole}.{cents // 10}"
    return f"{whole}.{cents:02}"


def truth(random: Random, probability: float) -> str:
    return "true" if random.random() < probability else "false"


NUMBERS = (9, 10, 8, 100, 1, 2, 11, 99, 101, 7, 12, 20)


def identifier(random: Random, letter: str, row: int) -> str:
    """An id whose order by code point surprises: P10 before P9, Z before a, 𠮷 after Ａ."""
    number = NUMBERS[row] if row < len(NUMBERS) else 1_000 + row
    return identifier_like(random.random(), letter, number)


def identifier_like(form: float, letter: str, number: int) -> str:
    forms = (
        *(f"{letter.lower()}{number}", f"{letter}-{number}", f"{letter}_{number}"),
        *(f"𠮷{letter}{number}", f"Ａ{letter}{number}", f"{letter},{number}"),
        *(f'{letter}"{number}', f"{letter}{number}号", f"{letter} {number}"),
    )
    return forms[int((form - 0.5) * 2 * len(forms))] if form >= 0.5 else f"{letter}{number}"


def day_in(random: Random, year: int) -> date:
    """A day of the year, mostly one at which something begins or ends."""
    days = [
        *(date(year, 1, 1), date(year, 1, 1), date(year, 12, 31), date(year, 2, 28)),
        *(date(year, 3, 1), date(year, 7, 1)),
        date(year, 1, 1) + timedelta(days=random.randrange(365)),
    ]
    if year % 4 == 0:
        days += [date(year, 2, 29), date(year, 2, 29)]
    if year == 2026:
        days += [date(2026, 2, 12), date(2026, 2, 13), date(2026, 2, 13), date(2026, 2, 14)]
    return random.choice(days)


def near(random: Random, year: int, wide: Sequence[int] = (-1, 1)) -> int:
    """Mostly the year itself."""
    return year if random.random() < 0.8 else year + random.choice(wide)


def later(day: date, years: int) -> date:
    """The anniversary; that of 29 February is 28 February."""
    if (day.month, day.day) == (2, 29):
        return date(day.year + years, 2, 28)
    return day.replace(year=day.year + years)
