"""A problem in cases: for each pot whose order matters, the line with which it runs out.

Within a case order no longer matters. The lines before that line draw in full, so that together
they may not exceed the capacity; that line draws the rest; those after it get nothing. A case
that says so of a pot in which more would be left pays less than the truth and never more, and the
truth is one of the cases. A pot of which the case says nothing yet is *loose*: it is bounded only.

What a case can pay at most follows from prices: a pot pays no more than its capacity at some
price for each unit, and of each line what it is paid beyond the price of what it draws. Any price
will do for a bound, and it lets the projects be judged one by one. Good prices are looked for in
floating point; the bound itself is in whole numbers.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from banyan.rules.advice.problem import Line, Problem

Floats = npt.NDArray[np.float64]

LOOSE = -1
ROUNDS = 3
"""So often each price is looked for in turn."""
HALVINGS = 24
"""How closely: so many halvings of its range."""


@dataclass(frozen=True)
class Option:
    """What one option of one project brings in a case: ``gain`` that is sure, including what the
    lines of all pots would pay without any capacity, ``draws`` from each pot, and lines of loose
    pots (the pot's number and the line)."""

    number: int
    gain: int
    draws: tuple[int, ...]
    loose: tuple[tuple[int, Line], ...]


class Case:
    """``ends`` says for each pot the place of the line with which it runs out, the number of its
    lines where it does not run out, or ``LOOSE`` (always so where order does not matter)."""

    def __init__(self, problem: Problem, ends: tuple[int, ...]) -> None:
        self.problem = problem
        self.ends = ends
        self.hard = [
            pot.ordered and end != LOOSE for pot, end in zip(problem.pots, ends, strict=True)
        ]
        self.left = [pot.capacity for pot in problem.pots]
        self.base = problem.base
        self.last: list[Line | None] = [None] * len(ends)
        self.loose: list[tuple[int, Line]] = []
        allowed = [set(range(len(options))) for options in problem.gains]
        gains = [list(options) for options in problem.gains]
        draws = [[[0] * len(ends) for _ in options] for options in problem.gains]
        loose: list[list[list[tuple[int, Line]]]] = [[[] for _ in o] for o in problem.gains]
        for number, pot in enumerate(problem.pots):
            for place, line in enumerate(pot.lines):
                if self.hard[number] and place >= ends[number]:
                    if place == ends[number]:
                        self.last[number] = line
                        if line.project is not None:
                            allowed[line.project] &= line.options
                    break
                if self.is_loose(number):
                    if line.project is None:
                        self.loose.append((number, line))
                    else:
                        for option in line.options:
                            loose[line.project][option].append((number, line))
                    continue
                paid = line.pays(line.wanted)
                if line.project is None:
                    self.base += paid
                    self.left[number] -= line.wanted
                else:
                    for option in line.options:
                        gains[line.project][option] += paid
                        draws[line.project][option][number] += line.wanted
        for number, pot in enumerate(problem.pots):
            if not pot.ordered and self.left[number] < 0:
                self.base += self.left[number]
                self.left[number] = 0
        self.options = [
            [
                Option(o, gains[p][o], tuple(draws[p][o]), tuple(loose[p][o]))
                for o in sorted(allowed[p])
            ]
            for p in range(problem.projects)
        ]

    @property
    def feasible(self) -> bool:
        """Whether some assignment may belong to the case, and pay what no other case shows."""
        if not all(self.options):
            return False
        for number in range(len(self.problem.pots)):
            if not self.hard[number]:
                continue
            least = sum(min(o.draws[number] for o in options) for options in self.options)
            if least > self.left[number]:
                return False
            last = self.last[number]
            if last is not None:
                most = sum(max(o.draws[number] for o in options) for options in self.options)
                if most + last.wanted <= self.left[number]:
                    return False
        return True

    @property
    def decided(self) -> bool:
        """Whether nothing is loose that must not be."""
        return not any(map(self.is_loose, range(len(self.ends))))

    def is_loose(self, number: int) -> bool:
        """Whether nothing is said yet of a pot whose order matters."""
        return self.problem.pots[number].ordered and not self.hard[number]

    def narrower(self) -> Iterator[Case]:
        """The cases of which this one consists: its first loose pot, line by line."""
        number = next(filter(self.is_loose, range(len(self.ends))))
        for end in range(len(self.problem.pots[number].lines) + 1):
            case = Case(self.problem, (*self.ends[:number], end, *self.ends[number + 1 :]))
            if case.feasible:
                yield case

    # -- prices ---------------------------------------------------------------------------------

    def whole(self, prices: Floats) -> tuple[int, ...]:
        """Prices (shares of the dearest) as whole numbers: parts of a fen a unit, shifted."""
        return tuple(
            int(float(price) * dear * self.problem.parts * (1 << shift))
            for price, dear, shift in zip(
                prices, self.problem.dearest, self.problem.shifts, strict=True
            )
        )

    def beyond(self, option: Option, prices: Sequence[int]) -> int:
        """What an option brings beyond the price of what it draws, in parts of a fen."""
        worth = option.gain * self.problem.parts
        for price, drawn, shift in zip(prices, option.draws, self.problem.shifts, strict=True):
            if drawn:
                worth -= price * drawn >> shift
        return worth + sum(self._beyond(number, line, prices) for number, line in option.loose)

    def _beyond(self, number: int, line: Line, prices: Sequence[int]) -> int:
        paid = self.problem.parts * line.pays(line.wanted)
        return max(0, paid - (prices[number] * line.wanted >> self.problem.shifts[number]))

    def unpriced(self, prices: Sequence[int]) -> int:
        """What lines that belong to no open option bring beyond the price, in parts of a fen."""
        total = sum(self._beyond(number, line, prices) for number, line in self.loose)
        for number, last in enumerate(self.last):
            if last is not None:
                # paid in part, it is paid no more than that part of the unrounded whole
                unrounded = -(
                    -self.problem.parts * last.wanted * last.numerator // last.denominator
                )
                price = prices[number] * last.wanted >> self.problem.shifts[number]
                total += max(0, unrounded - self.problem.parts * last.deducted - price)
            elif self.is_loose(number) and prices[number]:
                # one line is paid in part, and rounding may favour it by less than a fen
                total += self.problem.parts
        return total

    def bound(self, prices: Sequence[int]) -> int:
        """What the case pays at most, in fen, at these prices."""
        total = self.base * self.problem.parts + self.unpriced(prices)
        for price, left, shift in zip(prices, self.left, self.problem.shifts, strict=True):
            total += -(-price * left >> shift)
        total += sum(max(self.beyond(o, prices) for o in options) for options in self.options)
        return total // self.problem.parts


class Prices:
    """Looks for prices at which a case's bound is low."""

    def __init__(self, case: Case, undecided: Sequence[int]) -> None:
        self.case = case
        dearest = np.array(case.problem.dearest)
        gains: list[float] = []
        starts, draws = [], []
        places, pots, pays, wants = [], [], [], []
        for project in undecided:
            starts.append(len(gains))
            for option in case.options[project]:
                for number, line in option.loose:
                    places.append(len(gains))
                    pots.append(number)
                    pays.append(float(line.pays(line.wanted)))
                    wants.append(float(line.wanted))
                gains.append(float(option.gain))
                draws.append([float(drawn) for drawn in option.draws])
        self.starts = np.array(starts, dtype=np.intp)
        self.sizes = np.diff(np.append(self.starts, len(gains)))
        self.gains = np.array(gains)
        self.draws = np.array(draws).reshape(len(gains), len(dearest)) * dearest
        self.places = np.array(places, dtype=np.intp)
        self.pots = np.array(pots, dtype=np.intp)
        self.pays = np.array(pays)
        self.wants = np.array(wants) * dearest[self.pots]
        single = [(k, li) for k, li in enumerate(case.last) if li is not None] + case.loose
        self.single_pots = np.array([number for number, _ in single], dtype=np.intp)
        self.single_pays = np.array([float(line.pays(line.wanted)) for _, line in single])
        self.single_wants = np.array([float(line.wanted) for _, line in single])
        self.single_wants *= dearest[self.single_pots]

    def best(self, prices: Floats, sure: int, left: Sequence[int]) -> Floats:
        """Prices as shares of the dearest unit, for a state that is sure of ``sure`` and has
        ``left`` in the pots: from ``prices`` each in turn is put where the bound is lowest, the
        others being as they are, as long as that helps."""
        room = np.array([float(units) for units in left]) * np.array(self.case.problem.dearest)
        lowest, kept = np.inf, prices
        for _ in range(ROUNDS):
            prices = prices.copy()
            for number in range(len(prices)):
                self._put(prices, number, float(sure), room)
            bound = self._at(prices, float(sure), room)[0]
            if bound > lowest - 0.5:
                break
            lowest, kept = bound, prices
        return kept

    def _put(self, prices: Floats, number: int, sure: float, room: Floats) -> None:
        """Puts one price, in place, where the slope of the bound, which is convex, changes its
        sign."""
        low, high = 0.0, 1.0
        for _ in range(HALVINGS):
            prices[number] = (low + high) / 2
            if self._at(prices, sure, room)[1][number] > 0:
                high = prices[number]
            else:
                low = prices[number]
        ends = []
        for price in (low, high):
            prices[number] = price
            ends.append((self._at(prices, sure, room)[0], price))
        prices[number] = min(ends)[1]

    def _at(self, prices: Floats, sure: float, room: Floats) -> tuple[float, Floats]:
        bound, slope = sure + float(room @ prices), room.copy()
        beyond = self.single_pays - prices[self.single_pots] * self.single_wants
        taken = beyond > 0
        bound += float(beyond[taken].sum())
        np.subtract.at(slope, self.single_pots[taken], self.single_wants[taken])
        if not len(self.starts):
            return bound, slope
        worth = self.gains - self.draws @ prices
        beyond = self.pays - prices[self.pots] * self.wants
        taken = beyond > 0
        worth += np.bincount(self.places, np.where(taken, beyond, 0.0), minlength=len(worth))
        best = np.maximum.reduceat(worth, self.starts)
        bound += float(best.sum())
        places = np.flatnonzero(worth == np.repeat(best, self.sizes))
        groups = np.searchsorted(self.starts, places, side="right")
        first = places[np.unique(groups, return_index=True)[1]]
        slope -= self.draws[first].sum(axis=0)
        if len(self.places):
            chosen = np.zeros(len(worth), dtype=np.bool_)
            chosen[first] = True
            used = taken & chosen[self.places]
            np.subtract.at(slope, self.pots[used], self.wants[used])
        return bound, slope
