"""A choice of one option for each project, in whole numbers and without any policy.

What the options pay meets in *pots*: a pot has a capacity, and the lines that stand draw from it
in their order until it is empty. A cap on a sum of money is a pot whose lines pay what they draw;
principal that counts is a pot whose lines pay interest on what they draw.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from math import ceil

import numpy as np
import numpy.typing as npt

Integers = npt.NDArray[np.int64]
Choices = npt.NDArray[np.int8]
"""One assignment a row, one project a column: the number of the option taken."""

LARGEST = 2**58
"""No sum of fen may be larger, so that a few of them still fit into 64 bits together."""
LARGEST_PRODUCT = 2**62
FINEST = 2**10


@dataclass(frozen=True)
class Line:
    """A line draws ``wanted`` from its pot where its project takes one of ``options`` (always,
    where ``project`` is ``None``), and is paid ``numerator`` / ``denominator`` of what it gets,
    rounded down, less ``deducted``, at least 0."""

    project: int | None
    options: frozenset[int]
    wanted: int
    numerator: int = 1
    denominator: int = 1
    deducted: int = 0

    def pays(self, drawn: int) -> int:
        return max(0, drawn * self.numerator // self.denominator - self.deducted)

    @property
    def plain(self) -> bool:
        """Whether it is paid just what it draws."""
        return (self.numerator, self.denominator, self.deducted) == (1, 1, 0)


@dataclass(frozen=True)
class Pot:
    """``lines`` draw in their order what is left of ``capacity``."""

    capacity: int
    lines: tuple[Line, ...]

    @cached_property
    def ordered(self) -> bool:
        """Whether the order of the lines can change the sum that is paid."""
        return not all(line.plain for line in self.lines)

    def cut(self) -> Pot:
        """The same pot with no wish above the capacity; it pays the same."""
        lines = (replace(line, wanted=min(line.wanted, self.capacity)) for line in self.lines)
        return Pot(self.capacity, tuple(lines))


@dataclass(frozen=True)
class Problem:
    """``gains[project][option]`` is paid whatever the others take. ``defaults`` are the options
    that need no election. ``base`` is paid in any case."""

    gains: tuple[tuple[int, ...], ...]
    defaults: tuple[int, ...]
    pots: tuple[Pot, ...]
    base: int = 0

    @property
    def projects(self) -> int:
        return len(self.gains)

    def simplified(self) -> Problem:
        """The same problem without the pots that never run short."""
        gains = [list(options) for options in self.gains]
        pots, base = [], self.base
        for pot in map(Pot.cut, self.pots):
            if self._most_drawn(pot) > pot.capacity:
                pots.append(pot)
                continue
            for line in pot.lines:
                paid = line.pays(line.wanted)
                if line.project is None:
                    base += paid
                    continue
                for option in line.options:
                    gains[line.project][option] += paid
        return replace(self, gains=tuple(map(tuple, gains)), pots=tuple(pots), base=base)

    def _most_drawn(self, pot: Pot) -> int:
        most = sum(line.wanted for line in pot.lines if line.project is None)
        for project, options in enumerate(self.gains):
            lines = [line for line in pot.lines if line.project == project]
            most += max(
                sum(line.wanted for line in lines if option in line.options)
                for option in range(len(options))
            )
        return most

    @cached_property
    def dearest(self) -> list[float]:
        """The most that a unit of each pot can be worth."""
        return [max(map(_worth, pot.lines), default=0.0) for pot in self.pots]

    @cached_property
    def largest(self) -> int:
        """A bound of every sum in a total and on the way to it, and of what a whole pot can be
        worth; wishes must have been cut."""
        paid = self.base + sum(max(options) for options in self.gains)
        largest = 0
        for pot, dearest in zip(self.pots, self.dearest, strict=True):
            paid += sum(line.pays(line.wanted) for line in pot.lines)
            drawn = sum(line.wanted for line in pot.lines)
            largest = max(largest, drawn, pot.capacity * max(1, ceil(dearest)))
        return max(largest, paid)

    @property
    def fits(self) -> bool:
        """Whether 64 bits are enough for every number of a search."""
        products = (line.numerator * line.wanted for pot in self.pots for line in pot.lines)
        return self.largest <= LARGEST and max(products, default=0) < LARGEST_PRODUCT

    @cached_property
    def parts(self) -> int:
        """The parts of a fen in which bounds are kept, because rounding adds up."""
        parts = FINEST
        while parts > 1 and parts * self.largest > LARGEST:
            parts //= 2
        return parts

    @cached_property
    def shifts(self) -> list[int]:
        """Bits after the point of each pot's price."""
        return [
            max(0, LARGEST.bit_length() - 2 - int(self.parts * dear * pot.capacity).bit_length())
            for pot, dear in zip(self.pots, self.dearest, strict=True)
        ]

    def totals(self, choices: Choices) -> Integers:
        """What each assignment pays."""
        totals = np.full(len(choices), self.base, dtype=np.int64)
        for project, options in enumerate(self.gains):
            totals += np.array(options, dtype=np.int64)[choices[:, project]]
        for pot in self.pots:
            left = np.full(len(choices), pot.capacity, dtype=np.int64)
            for line in pot.lines:
                drawn = np.minimum(left, line.wanted)
                if line.project is not None:
                    stands = np.zeros(len(self.gains[line.project]), dtype=np.int64)
                    stands[list(line.options)] = 1
                    drawn *= stands[choices[:, line.project]]
                left -= drawn
                if not line.plain:
                    drawn = drawn * line.numerator // line.denominator
                    drawn = np.maximum(drawn - line.deducted, 0)
                totals += drawn
        return totals


def _worth(line: Line) -> float:
    return line.pays(line.wanted) / line.wanted if line.wanted else 0.0


def elections(problem: Problem, choices: Sequence[int]) -> int:
    """How many projects take another option than the one that needs no election."""
    return sum(a != b for a, b in zip(choices, problem.defaults, strict=True))
