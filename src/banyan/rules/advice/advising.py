"""The best elections of one organization: what may be decided, tried or searched, and checked."""

from __future__ import annotations

import itertools
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from math import prod

import numpy as np
import polars as pl

from banyan.rules.advice.decisions import (
    Decision,
    Fixed,
    binding_choice,
    decisions,
)
from banyan.rules.advice.model import Node, build_problem, projects_of_lines
from banyan.rules.advice.result import (
    Action,
    Advice,
    Method,
    Option,
    Outcome,
    ProjectAdvice,
    Proof,
)
from banyan.rules.advice.search import Found, Search
from banyan.rules.advice.universes import Universes
from banyan.rules.boards import Boards
from banyan.rules.errors import UsageError
from banyan.rules.facts import Facts
from banyan.rules.measure import Choice, Measure, Places
from banyan.rules.pack import Pack
from banyan.rules.reference import facts_needed
from banyan.rules.settlement import Settlement, Status, settle, settle_one
from banyan.rules.settlement import boards as boards_of
from banyan.rules.settlement.choice import keys_of
from banyan.rules.settlement.funds import budget
from banyan.rules.subset import of_organizations, of_tables

ENUMERATED = 4096
"""So many assignments are all tried; more are searched."""

SECONDS = 30.0
"""How long a search may take."""


def advise(
    pack: Pack,
    facts: Facts,
    year: int,
    uscc: str,
    *,
    boards: Boards | None = None,
    enumerated: int = ENUMERATED,
    seconds: float = SECONDS,
) -> Advice:
    """The elections with which the organization gets most in ``year``, the facts being otherwise
    as they are. Of equally good ones those that take the fewest elections, then those whose
    projects (in order of id) take the measures that come first in the choice.

    With ``boards`` the facts need only hold the one organization and what it is judged by (see
    ``settle_one``); without, they are those of everyone. A search takes about ``seconds``.

    Raises UsageError for an unknown organization, a year out of force, boards of another year, or
    a policy in which what an election brings depends on other organizations."""
    pack.check_year(year)
    choice = binding_choice(pack)
    own = of_organizations(facts, [_row_of(facts, uscc)])
    limited = {fund for fund in pack.funds if _budget(fund, facts, year, boards) is not None}
    question = _question(pack, choice, own, limited, year, uscc)
    others = {
        code
        for code, measure in pack.measures.items()
        if code not in question.universes.summed and own[measure.candidates.table].height
    }
    elsewhere = _elsewhere(pack, facts, own, year, uscc, others, limited, boards)
    method, solution = _solve(question, enumerated, seconds)
    return _advice(question, method, solution, elsewhere)


@dataclass(frozen=True)
class _Question:
    """What is to be decided, on the tables that matter for it."""

    universes: Universes
    decisions: tuple[Decision, ...]
    fixed: tuple[Fixed, ...]
    joined: dict[Node, set[int]]
    uscc: str

    @property
    def assignments(self) -> int:
        return prod(len(decision.options) for decision in self.decisions)


@dataclass(frozen=True)
class _Solution:
    """``second`` is the best that is worth less, ``None`` where there is none; it has no choices
    where in the time only a bound of it was found. ``fewest`` as in ``Proof``."""

    best: Found
    fewest: bool
    second: Found | None


def _question(
    pack: Pack, choice: Choice, own: Facts, limited: Collection[str], year: int, uscc: str
) -> _Question:
    linked = pack.only(choice.measures, funds=False)
    for code, measure in linked.measures.items():
        if measure.quota is not None or isinstance(measure.amount, Places):
            raise _depends_on_others(code)
    tables = {table for measure in linked.measures.values() for table in _tables(linked, measure)}
    small = of_tables(own, tables)
    small = of_organizations(small, [_row_of(small, uscc)])
    row = _row_of(small, uscc)
    present = settle(linked, small, year)
    open_ones, fixed = decisions(present, choice, row)
    joined = projects_of_lines(present, open_ones)
    summed = tuple(
        code for code, measure in linked.measures.items() if not _competes(measure, limited)
    )
    for (code, _), projects in joined.items():
        if projects and code not in summed:
            raise _depends_on_others(code)
    universes = Universes(
        pack=linked,
        facts=small,
        year=year,
        own=row,
        choice=choice,
        projects=tuple(decision.row for decision in open_ones),
        options=tuple(decision.options for decision in open_ones),
        summed=summed,
    )
    return _Question(universes, open_ones, fixed, joined, uscc)


def _depends_on_others(code: str) -> UsageError:
    return UsageError(
        f"organizations compete for {code}: what an election brings would depend on the others"
    )


def _row_of(facts: Facts, uscc: str) -> int:
    table = facts.schema.table(facts.schema.organizations)
    rows = (facts[table.name][table.key[0]] == uscc).arg_true()
    if not len(rows):
        raise UsageError(f"no organization {uscc} in the facts")
    return int(rows[0])


def _budget(fund: str, facts: Facts, year: int, boards: Boards | None) -> int | None:
    if boards is not None and fund in boards.funds:
        return boards.funds[fund].budget
    return budget(facts, year, fund)


def _competes(measure: Measure, limited: Collection[str]) -> bool:
    """Whether others' candidates play a part: a fund that is not ``limited`` has no end."""
    if measure.fund is not None and measure.fund.name in limited:
        return True
    return measure.quota is not None or isinstance(measure.amount, Places)


def _tables(pack: Pack, measure: Measure) -> Iterator[str]:
    """The tables that settling a measure reads."""
    yield measure.candidates.table
    yield from (table for table, _ in facts_needed(pack, measure))
    for table in pack.schema.tables:
        owned = any(column.references == pack.schema.organizations for column in table.columns)
        if table.name == "elections" or not (owned or table.owner or table.row_of):
            yield table.name


def _elsewhere(
    pack: Pack,
    facts: Facts,
    own: Facts,
    year: int,
    uscc: str,
    others: Collection[str],
    limited: Collection[str],
    boards: Boards | None,
) -> int:
    """What the organization gets of the measures on which elections have no bearing, in fen. Where
    there are no boards, they are made of all facts if it has a line for which others compete."""
    alone = settle_one(pack, own, year, uscc, boards or Boards(year), measures=others)
    if boards is None:
        competing = [
            code
            for code in others
            if _competes(pack.measures[code], limited)
            and alone.frames[code].filter(pl.col("status") != Status.INELIGIBLE).height
        ]
        if competing:
            all_of_them = boards_of(settle(pack, facts, year, measures=competing))
            alone = settle_one(pack, own, year, uscc, all_of_them, measures=others)
    return sum(int(alone.frames[code]["amount"].sum()) for code in others)


def _solve(question: _Question, enumerated: int, seconds: float) -> tuple[Method, _Solution]:
    if not question.decisions:
        return Method.NOTHING, _tried(question)
    if question.assignments <= enumerated:
        return Method.ENUMERATION, _tried(question)
    return Method.SEARCH, _searched(question, seconds)


def _tried(question: _Question) -> _Solution:
    """Every assignment settled by the engine."""
    numbers = [range(len(decision.options)) for decision in question.decisions]
    choices = np.array(list(itertools.product(*numbers)), dtype=np.int8)
    totals = question.universes.totals(choices)
    defaults = np.array([decision.default for decision in question.decisions], dtype=np.int8)
    needed = (choices != defaults).sum(axis=1).tolist()
    # the product is in order of the options, project by project
    order = sorted(range(len(totals)), key=lambda at: (-totals[at], needed[at], at))
    best = order[0]
    second = next((at for at in order if totals[at] < totals[best]), None)

    def found(at: int) -> Found:
        return Found(tuple(map(int, choices[at])), totals[at], bound=totals[at])

    return _Solution(found(best), fewest=True, second=None if second is None else found(second))


def _searched(question: _Question, seconds: float) -> _Solution:
    """Of the time a tenth each goes to the fewest elections and to the second best."""
    search = Search(build_problem(question.universes, question.decisions, question.joined))
    present = tuple(decision.present for decision in question.decisions)
    best = search.best(seconds * 0.75, present)
    best, fewest = search.fewest_elections(best, seconds * 0.1)
    second = search.below(best, seconds * 0.1)
    if second is not None and second.choices:
        second, _ = search.fewest_elections(second, seconds * 0.05)
    return _Solution(best, fewest, second)


def _advice(question: _Question, method: Method, solution: _Solution, elsewhere: int) -> Advice:
    """Puts the answer together. Every total in it is the engine's."""
    universes, open_ones = question.universes, question.decisions
    best, second = solution.best.choices, solution.second
    second_best = () if second is None else second.choices
    present = tuple(decision.present for decision in open_ones)
    without = tuple(decision.default for decision in open_ones)
    asked = [best, present, without, second_best or best]
    others = [
        (place, number)
        for place, decision in enumerate(open_ones)
        for number in range(len(decision.options))
    ]
    asked += [(*best[:place], number, *best[place + 1 :]) for place, number in others]
    totals = universes.totals(np.array(asked, dtype=np.int8).reshape(len(asked), len(open_ones)))
    final = universes.settle_assignment(best)
    if not universes.total_of(final) == totals[0] == solution.best.total or (
        second is not None and second_best and totals[3] != second.total
    ):
        raise AssertionError(
            f"{question.uscc}: what was found best is settled with {totals[0]}, "
            f"not {solution.best.total} fen"
        )

    def outcome(choices: tuple[int, ...], total: int) -> Outcome:
        named = {
            decision.project: decision.options[number]
            for decision, number in zip(open_ones, choices, strict=True)
        }
        return Outcome(named, elsewhere + total, totals[0] - total)

    losses = {pair: totals[0] - total for pair, total in zip(others, totals[4:], strict=True)}
    paid = _paid(final, universes.choice)
    table = universes.facts.schema.table(universes.facts.schema.organizations)
    name = universes.facts[table.name]["name"][universes.own] if table.has("name") else ""
    return Advice(
        uscc=question.uscc,
        name=name,
        year=universes.year,
        choice=universes.choice.name,
        article=universes.choice.article,
        best=outcome(best, totals[0]),
        present=outcome(present, totals[1]),
        without=outcome(without, totals[2]),
        second=outcome(second_best, totals[3]) if second_best else None,
        projects=tuple(
            ProjectAdvice(
                project=decision.project,
                name=decision.name,
                best=decision.options[best[place]],
                default=decision.options[decision.default],
                elected=decision.elected,
                action=_action(decision, best[place]),
                amount=paid.get(decision.row, 0),
                options=tuple(
                    Option(measure, gross, losses[place, number])
                    for number, (measure, gross) in enumerate(
                        zip(decision.options, decision.gross, strict=True)
                    )
                ),
            )
            for place, decision in enumerate(open_ones)
        ),
        fixed=question.fixed,
        proof=Proof(
            method=method,
            assignments=question.assignments,
            bound=elsewhere + solution.best.bound,
            fewest_elections=solution.fewest,
            second_bound=None if second is None else elsewhere + second.bound,
        ),
    )


def _action(decision: Decision, best: int) -> Action:
    if best == decision.present:
        return Action.NONE if best == decision.default else Action.KEEP
    return Action.WITHDRAW if best == decision.default else Action.DECLARE


def _paid(settlement: Settlement, choice: Choice) -> dict[int, int]:
    """What each project's lines of the choice's measures get, by the project's row."""
    paid: dict[int, int] = {}
    for code in choice.measures:
        frame = settlement.frames[code]
        keys = keys_of(settlement.batch, settlement.pack, choice, code, frame)
        frame = frame.with_columns(keys)
        for key, amount in frame.select("key", "amount").drop_nulls("key").iter_rows():
            paid[key] = paid.get(key, 0) + int(amount)
    return paid
