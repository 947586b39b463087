"""The search by itself, on made-up problems, against trying everything."""

from __future__ import annotations

from itertools import product
from random import Random

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from banyan.rules.advice.problem import Line, Pot, Problem, elections
from banyan.rules.advice.search import Search
from banyan.rules.advice.split import LOOSE, Case
from banyan.rules.errors import UsageError

ONE = frozenset([0])
OTHER = frozenset([1])


def problem(seed: int) -> Problem:
    """Up to six projects of three options; pots of both kinds that run short, or do not."""
    random = Random(seed)
    projects = random.randint(1, 6)
    unit = random.choice((1, 10, 1000))

    def amount() -> int:
        return random.randint(0, 30) * unit

    def options(most: int) -> frozenset[int]:
        return frozenset(random.sample(range(3), random.randint(1, most)))

    def line(kind: float) -> Line:
        owner = random.choice([None, *range(projects)])
        if kind < 0.6:
            return Line(owner, options(3), amount(), random.randint(0, 9), random.randint(1, 30))
        deducted = random.randint(0, 50) if kind < 0.9 else 0
        return Line(owner, options(3), amount(), deducted=deducted)

    capped = Pot(amount() * 2, tuple(Line(p, options(2), amount()) for p in range(projects)))
    ordered = [
        Pot(
            random.choice((amount() * 2, amount(), 0)),
            tuple(line(random.random()) for _ in range(random.randint(0, 8))),
        )
        for _ in range(random.randint(0, 3))
    ]
    gains = tuple(
        tuple(amount() if random.random() < 0.5 else 0 for _ in range(3)) for _ in range(projects)
    )
    defaults = tuple(random.randint(0, 2) for _ in range(projects))
    return Problem(gains, defaults, (capped, *ordered), amount())


def one_by_one(given: Problem, choices: tuple[int, ...]) -> int:
    """What an assignment pays, line after line."""
    total = given.base + sum(given.gains[p][o] for p, o in enumerate(choices))
    for pot in given.pots:
        left = pot.capacity
        for line in pot.lines:
            if line.project is None or choices[line.project] in line.options:
                drawn = min(left, line.wanted)
                left -= drawn
                total += max(0, drawn * line.numerator // line.denominator - line.deducted)
    return total


@settings(max_examples=100, deadline=None)
@given(st.integers(0, 2**32 - 1))
def test_the_best_and_the_second_best_are_those_of_all_assignments(seed: int) -> None:
    given_problem = problem(seed)
    everything = list(product(range(3), repeat=given_problem.projects))
    ranked = sorted(
        everything,
        key=lambda c: (-one_by_one(given_problem, c), elections(given_problem, c), c),
    )
    search = Search(given_problem)
    best, proven = search.fewest_elections(search.best(60), 60)
    assert best.proven
    assert proven
    assert (best.choices, best.total) == (ranked[0], one_by_one(given_problem, ranked[0]))
    second = search.below(best, 60)
    worse = [c for c in ranked if one_by_one(given_problem, c) < best.total]
    if not worse:
        assert second is None
        return
    assert second is not None
    assert second.proven
    second, proven = search.fewest_elections(second, 60)
    assert proven
    assert (second.choices, second.total) == (worse[0], one_by_one(given_problem, worse[0]))


@settings(max_examples=50, deadline=None)
@given(st.integers(0, 2**32 - 1))
def test_all_assignments_at_once_pay_what_each_pays_by_itself(seed: int) -> None:
    given_problem = problem(seed)
    choices = list(product(range(3), repeat=given_problem.projects))
    expected = [one_by_one(given_problem, one) for one in choices]
    array = np.array(choices, dtype=np.int8)
    assert given_problem.totals(array).tolist() == expected
    assert given_problem.simplified().totals(array).tolist() == expected


def end_of(pot: Pot, choices: tuple[int, ...]) -> int:
    """The place of the line with which the pot runs out, or the number of its lines."""
    drawn = 0
    for place, line in enumerate(pot.lines):
        if line.project is None or choices[line.project] in line.options:
            drawn += line.wanted
            if drawn > pot.capacity:
                return place
    return len(pot.lines)


@settings(max_examples=100, deadline=None)
@given(st.integers(0, 2**32 - 1), st.lists(st.floats(0, 1), min_size=4, max_size=4))
def test_no_case_is_bounded_below_what_an_assignment_of_it_pays(
    seed: int, shares: list[float]
) -> None:
    given_problem = problem(seed).simplified()
    everything = list(product(range(3), repeat=given_problem.projects))
    prices = np.array(shares[: len(given_problem.pots)])
    case = Case(given_problem, (LOOSE,) * len(given_problem.pots))
    while True:
        bound = case.bound(case.whole(prices))
        assert all(one_by_one(given_problem, choices) <= bound for choices in everything)
        if case.decided or not everything:
            return
        number = next(filter(case.is_loose, range(len(prices))))
        parts = {part.ends[number]: part for part in case.narrower()}
        ends = [end_of(given_problem.pots[number], choices) for choices in everything]
        assert set(ends) <= set(parts)
        end = ends[seed % len(ends)]
        case = parts[end]
        everything = [choices for choices, at in zip(everything, ends, strict=True) if at == end]


def test_a_bound_allows_for_the_line_that_is_paid_in_part() -> None:
    """The second line loses less by rounding when it counts 2 than when it counts all its 3."""
    lines = (Line(0, ONE, 2, 1, 2), Line(0, ONE, 3, 1, 2))
    case = Case(Problem(((0, 0),), (0,), (Pot(4, lines),)), (LOOSE,))
    assert one_by_one(case.problem, (0,)) == 2
    assert case.bound(case.whole(np.array([2 / 3]))) >= 2


def test_a_line_that_meets_the_capacity_to_the_fen_leaves_nothing() -> None:
    """Interest of 1 in 7 on what is counted: the third loan counts 1 fen less, and then none."""
    for capacity, paid in ((21, 3), (20, 2), (14, 2), (13, 1)):
        lines = tuple(Line(p, ONE, 7, 1, 7) for p in range(3))
        given_problem = Problem(((0, 0),) * 3, (0,) * 3, (Pot(capacity, lines),))
        assert Search(given_problem).best(10).total == paid


def test_the_first_loans_use_up_the_principal_even_where_later_ones_pay_more() -> None:
    """Better to give up the first project's poor loan than to let it use up the principal."""
    poor, rich = Line(0, ONE, 100, 1, 100), Line(1, ONE, 100, 1, 2)
    given_problem = Problem(((0, 0), (0, 0)), (0, 0), (Pot(100, (poor, rich)),))
    found = Search(given_problem).best(10)
    assert (found.choices, found.total) == ((1, 0), 50)


def test_where_time_runs_out_the_bound_is_honest() -> None:
    random = Random(5)
    amounts = [(random.randint(1, 10**7), random.randint(1, 10**7)) for _ in range(40)]
    pots = (
        Pot(10**8, tuple(Line(p, ONE, a) for p, (a, _) in enumerate(amounts))),
        Pot(10**8 + 7, tuple(Line(p, OTHER, b) for p, (_, b) in enumerate(amounts))),
    )
    given_problem = Problem(((0, 0),) * 40, (0,) * 40, pots)
    found = Search(given_problem).best(0.0)
    assert found.total == one_by_one(given_problem, found.choices)
    assert found.bound >= max(found.total, Search(given_problem).best(5).total)


def test_amounts_that_do_not_fit_are_refused() -> None:
    with pytest.raises(UsageError, match="too large"):
        Search(Problem(((2**58 + 1, 1),), (0,), ()))


def test_a_pot_that_could_be_worth_more_than_fits_is_refused() -> None:
    """At the price of its dearest unit the whole of the pot would be 60 times its capacity."""
    poor, rich = Line(0, ONE, 2**57, 1, 100), Line(1, ONE, 1, 60)
    with pytest.raises(UsageError, match="too large"):
        Search(Problem(((0, 0), (0, 0)), (0, 0), (Pot(2**57, (poor, rich)),)))
