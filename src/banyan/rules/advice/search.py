"""Finds the best assignment of a problem and proves that there is none better.

Branch and bound: over the cases of a problem, the most promising first, and within a case over
blocks of many states at once. What cannot come to more than what is known is dropped, and of
states that differ in nothing that still matters one is kept. All in whole numbers: what is found
best within the time is best.
"""

from __future__ import annotations

import heapq
import time
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import polars as pl

from banyan.rules.advice.problem import Choices, Integers, Problem, elections
from banyan.rules.advice.split import LOOSE, Case, Floats, Prices
from banyan.rules.errors import UsageError

BLOCK = 1 << 15
CROWDED = 1 << 11
"""So many states at one depth are worth prices of their own."""
TABLES = 5
"""So many sets of prices are kept for one depth."""


@dataclass(frozen=True)
class Found:
    """The best assignment that was found. ``bound`` is what no assignment exceeds; it is the
    total itself where the search came to its end."""

    choices: tuple[int, ...]
    total: int
    bound: int

    @property
    def proven(self) -> bool:
        return self.bound == self.total


@dataclass
class Aim:
    """What a search is after: a total above ``total`` and not above ``ceiling``; with ``ties``
    the total itself with fewer elections. It keeps the best assignment so far and the time."""

    problem: Problem
    known: tuple[int, ...]
    total: int
    until: float
    ceiling: int | None = None
    ties: bool = False

    @property
    def floor(self) -> int:
        """What a state must be able to come to."""
        return self.total if self.ties else self.total + 1

    def over(self) -> bool:
        return time.monotonic() > self.until

    def offer(self, choices: Choices) -> None:
        """Takes the best of these assignments where it is better than the one that is known."""
        totals = self.problem.totals(choices)
        if self.ceiling is not None:
            totals = np.where(totals > self.ceiling, -1, totals)
        if not self.ties:
            at = int(totals.argmax())
            if int(totals[at]) > self.total:
                self.known, self.total = _plain(choices[at]), int(totals[at])
            return
        equal = choices[totals == self.total]
        if len(equal):
            first = _plain(equal[tie_order(self.problem, equal)[0]])
            self.known = min(self.known, first, key=lambda c: (elections(self.problem, c), c))


def tie_order(problem: Problem, choices: Choices) -> npt.NDArray[np.intp]:
    """The order of equally good assignments: by elections, then by the options in turn."""
    needed = (choices != np.array(problem.defaults, dtype=np.int8)).sum(axis=1)
    return np.lexsort([*reversed(choices.T), needed])


def _plain(choices: npt.NDArray[np.int8]) -> tuple[int, ...]:
    return tuple(map(int, choices))


def search(aim: Aim) -> int:
    """Searches all cases for the aim. Returns what no assignment within the ceiling exceeds."""
    root = Case(aim.problem, (LOOSE,) * len(aim.problem.pots))
    queue: list[tuple[int, tuple[int, ...], Case, Floats]] = []

    def consider(case: Case, prices: Floats) -> None:
        if case.bound(case.whole(prices)) < aim.floor:
            return
        prices = Prices(case, range(aim.problem.projects)).best(prices, case.base, case.left)
        bound = case.bound(case.whole(prices))
        if bound >= aim.floor and case.decided and not aim.ties:
            _Descent(case, prices, aim).glance()
        if bound >= aim.floor:
            heapq.heappush(queue, (-bound, case.ends, case, prices))

    consider(root, np.ones(len(aim.problem.pots)))
    while queue:
        bound, _, case, prices = heapq.heappop(queue)
        if -bound < aim.floor:
            break
        if aim.over():
            return _within(-bound, aim)
        if not case.decided:
            for part in case.narrower():
                consider(part, prices)
            continue
        rest = _Descent(case, prices, aim).run()
        if rest is not None:
            others = [-other[0] for other in queue]
            return _within(max([rest, *others]), aim)
    return aim.total


def _within(bound: int, aim: Aim) -> int:
    bound = bound if aim.ceiling is None else min(bound, aim.ceiling)
    return max(bound, aim.total)


@dataclass(frozen=True)
class _Block:
    """States of one depth. ``gain`` is what a state is sure of, ``left`` what is in the pots,
    ``most`` what it can come to."""

    depth: int
    choices: Choices
    gain: Integers
    left: Integers
    most: Integers

    def rows(self, rows: npt.NDArray[np.intp]) -> _Block:
        return _Block(
            self.depth, self.choices[rows], self.gain[rows], self.left[rows], self.most[rows]
        )


class _Descent:
    """The search within one case. The projects on which most depends are decided first."""

    def __init__(self, case: Case, prices: Floats, aim: Aim) -> None:
        self.case = case
        self.aim = aim
        self.root_prices = prices
        self.projects = aim.problem.projects
        whole = case.whole(prices)
        self.order = sorted(range(self.projects), key=lambda p: (-self._at_stake(p, whole), p))
        self.capped = np.array([not hard for hard in case.hard], dtype=np.bool_)
        self.defaults = np.array(aim.problem.defaults, dtype=np.int8)
        self.tables: list[list[_Table]] = [
            [_Table(case, self.order[depth:], whole)] for depth in range(self.projects + 1)
        ]

    def _at_stake(self, project: int, whole: Sequence[int]) -> int:
        worth = sorted(self.case.beyond(option, whole) for option in self.case.options[project])
        return worth[-1] - worth[-2] if len(worth) > 1 else worth[-1] + (1 << 62)

    def run(self) -> int | None:
        """Searches to the end and returns ``None``, or what was left to be found when the time
        was over."""
        stack = [self._root()]
        while stack:
            if self.aim.over():
                return max(int(block.most.max()) for block in stack)
            block = stack.pop()
            block = block.rows(np.flatnonzero(block.most >= self.aim.floor))
            if not len(block.gain):
                continue
            if block.depth == self.projects:
                self.aim.offer(block.choices)
                continue
            block = self._pruned(self._children(block))
            while len(block.gain) > CROWDED and len(self.tables[block.depth]) < TABLES:
                self._refine(block)
                block = self._pruned(self._bounded(block))
            if len(block.gain):
                block = self._merged(block)
                order = np.argsort(-block.most, kind="stable")
                starts = reversed(range(0, len(order), BLOCK))
                stack += [block.rows(order[start : start + BLOCK]) for start in starts]
        return None

    def glance(self, width: int = 500) -> None:
        """Follows the most promising states only, and offers what they come to."""
        block = self._root()
        while block.depth < self.projects and len(block.gain):
            block = self._children(block)
            if len(block.gain) > width:
                block = block.rows(np.argsort(-block.most, kind="stable")[:width])
        if len(block.gain):
            self.aim.offer(block.choices)

    def _root(self) -> _Block:
        choices = np.zeros((1, self.projects), dtype=np.int8)
        gain = np.array([self.case.base], dtype=np.int64)
        left = np.array([self.case.left], dtype=np.int64)
        return self._bounded(_Block(0, choices, gain, left, gain))

    def _children(self, block: _Block) -> _Block:
        project = self.order[block.depth]
        options = self.case.options[project]
        times, size = len(options), len(block.gain)
        choices = np.tile(block.choices, (times, 1))
        numbers = np.array([option.number for option in options], dtype=np.int8)
        choices[:, project] = np.repeat(numbers, size)
        gains = np.array([option.gain for option in options], dtype=np.int64)
        draws = np.array([option.draws for option in options], dtype=np.int64)
        gain = np.tile(block.gain, times) + np.repeat(gains, size)
        left = np.tile(block.left, (times, 1)) - np.repeat(draws, size, axis=0)
        # a cap pays no more than there is; whatever else may not be overdrawn
        overdrawn = np.minimum(left, 0)
        gain += overdrawn[:, self.capped].sum(axis=1)
        possible = (overdrawn[:, ~self.capped] == 0).all(axis=1)
        left -= overdrawn
        children = _Block(block.depth + 1, choices, gain, left, gain)
        return self._bounded(children.rows(np.flatnonzero(possible)))

    def _bounded(self, block: _Block) -> _Block:
        bounds = [table.most(block.gain, block.left) for table in self.tables[block.depth]]
        most = np.minimum.reduce(bounds)
        return _Block(block.depth, block.choices, block.gain, block.left, most)

    def _pruned(self, block: _Block) -> _Block:
        useful = block.most >= self.aim.floor
        if self.aim.ties:
            decided = self.order[: block.depth]
            needed = (block.choices[:, decided] != self.defaults[decided]).sum(axis=1)
            useful &= needed <= elections(self.aim.problem, self.aim.known)
        return block.rows(np.flatnonzero(useful))

    def _refine(self, block: _Block) -> None:
        """Finds prices for this depth that suit the most promising state."""
        at = int(block.most.argmax())
        undecided = self.order[block.depth :]
        prices = Prices(self.case, undecided).best(
            self.root_prices, int(block.gain[at]), block.left[at].tolist()
        )
        table = _Table(self.case, undecided, self.case.whole(prices))
        self.tables[block.depth].append(table)

    def _merged(self, block: _Block) -> _Block:
        """Keeps of states that are alike in all that still matters the first by tie order."""
        states = pl.DataFrame({"gain": block.gain}).hstack(pl.DataFrame(block.left))
        alike = np.flatnonzero(states.is_duplicated())
        if not len(alike):
            return block
        alike = alike[self._tie_order(block.choices[alike], block.depth)]
        first = states[alike].select(pl.struct(pl.all()).is_first_distinct()).to_series()
        keep = np.ones(len(block.gain), dtype=np.bool_)
        keep[alike[~first.to_numpy()]] = False
        return block.rows(np.flatnonzero(keep))

    def _tie_order(self, choices: Choices, depth: int) -> npt.NDArray[np.intp]:
        """Undecided projects are held to need no election, the same for all states."""
        filled = choices.copy()
        undecided = self.order[depth:]
        filled[:, undecided] = self.defaults[undecided]
        return tie_order(self.aim.problem, filled)


class _Table:
    """The bound of one depth at one set of prices."""

    def __init__(self, case: Case, undecided: Sequence[int], prices: tuple[int, ...]) -> None:
        self.parts = case.problem.parts
        self.priced = [
            (number, price, shift)
            for number, (price, shift) in enumerate(zip(prices, case.problem.shifts, strict=True))
            if price
        ]
        self.constant = case.unpriced(prices) + sum(
            max(case.beyond(option, prices) for option in case.options[project])
            for project in undecided
        )

    def most(self, gain: Integers, left: Integers) -> Integers:
        bound = gain * self.parts + self.constant
        for number, price, shift in self.priced:
            bound += (left[:, number] * price + ((1 << shift) - 1)) >> shift
        return bound // self.parts


class Search:
    """One problem and what can be asked of it."""

    def __init__(self, problem: Problem) -> None:
        """Raises UsageError where the amounts are too large to be added exactly."""
        self.problem = problem.simplified()
        if not self.problem.fits:
            raise UsageError("the amounts are too large for a search over so many projects")

    def best(self, seconds: float, present: tuple[int, ...] = ()) -> Found:
        """The assignment with the largest total; in any case one that pays no less than that
        without elections, than ``present``, and than any that differs from it in one project."""
        starts = [self._climbed(start) for start in (self.problem.defaults, present) if start]
        known = max(starts, key=self._total)
        found = self._found(known, None, seconds)
        if found.proven:
            return found
        choices = self._climbed(found.choices)
        return Found(choices, self._total(choices), found.bound)

    def below(self, best: Found, seconds: float) -> Found | None:
        """The assignment with the largest total that is smaller than that of ``best``; ``None``
        where there is none."""
        found = self._found((), best.total - 1, seconds)
        return None if found.proven and not found.choices else found

    def _found(self, known: tuple[int, ...], ceiling: int | None, seconds: float) -> Found:
        """``known`` is an assignment to begin with; empty for none."""
        total = self._total(known) if known else -1
        aim = Aim(self.problem, known, total, time.monotonic() + seconds, ceiling)
        bound = search(aim)
        return Found(aim.known, aim.total, bound)

    def _climbed(self, start: tuple[int, ...]) -> tuple[int, ...]:
        """The assignment, made better by one project at a time until that ends."""
        known, total = np.array(start, dtype=np.int8), -1
        while True:
            near = _neighbours(known, self.problem)
            totals = self.problem.totals(near)
            at = int(totals.argmax())
            if int(totals[at]) <= total:
                return _plain(known)
            known, total = near[at], int(totals[at])

    def _total(self, choices: Sequence[int]) -> int:
        return int(self.problem.totals(np.array([choices], dtype=np.int8))[0])

    def fewest_elections(self, found: Found, seconds: float) -> tuple[Found, bool]:
        """Of the assignments with the total of ``found`` the one that needs the fewest elections,
        then the one whose projects take the options that come first; and whether that is
        proven."""
        known = list(found.choices)
        for project, default in enumerate(self.problem.defaults):
            kept, known[project] = known[project], default
            if self._total(known) != found.total:
                known[project] = kept
        until = time.monotonic() + seconds
        aim = Aim(self.problem, tuple(known), found.total, until, found.total, ties=True)
        search(aim)
        return Found(aim.known, found.total, found.bound), not aim.over()


def _neighbours(choices: npt.NDArray[np.int8], problem: Problem) -> Choices:
    """The assignment, and each in which one project takes another option."""
    changes = [(p, o) for p, options in enumerate(problem.gains) for o in range(len(options))]
    copies = np.repeat(choices[np.newaxis], len(changes) + 1, axis=0)
    for row, (project, option) in enumerate(changes):
        copies[row, project] = option
    return copies
