"""What the described organization would get, why, what it lacks and what is not known yet."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _

from banyan.desk.calculator.description import Description
from banyan.desk.calculator.hypothesis import OWN, Hypothesis, suppose
from banyan.desk.calculator.naming import Naming, in_short
from banyan.desk.calculator.shape import shape_of
from banyan.rules import expressions as x
from banyan.rules.ceiling import most
from banyan.rules.explanation import (
    ExplainedLine,
    ExplainedMeasure,
    Explainer,
    Explanation,
    Group,
)
from banyan.rules.gaps import Gap
from banyan.rules.interview import Asked, Interview, Kind, Verdict, candidate_kinds, kinds
from banyan.rules.measure import Measure, Places, Top
from banyan.rules.measure_page import FigureRow, MeasurePage, measure_page
from banyan.rules.pack import Pack
from banyan.rules.parameters import adopted_in
from banyan.rules.settlement import Settlement, settle
from banyan.rules.steps import Step
from banyan.rules.wording import fen

MOST_PAGES = 1000


@dataclass(frozen=True)
class LineResult:
    """One thing for which a measure is asked, a project or a loan."""

    label: str
    status: str
    amount: int
    steps: tuple[Step, ...]
    reasons: tuple[str, ...]
    gaps: tuple[Gap, ...]


@dataclass(frozen=True)
class MeasureResult:
    """``amount`` in fen; where others compete it is the most that it can be, and ``competition``
    says in sentences what decides. ``wanted`` names the facts that are missing."""

    code: str
    words: str
    group: Group
    amount: int
    most: str
    articles: tuple[tuple[str, str], ...]
    lines: tuple[LineResult, ...]
    reasons: tuple[str, ...]
    gaps: tuple[Gap, ...]
    wanted: tuple[str, ...]
    competition: tuple[str, ...]
    limits: tuple[str, ...]
    figures: tuple[FigureRow, ...]


@dataclass(frozen=True)
class Calculation:
    """``total`` and ``contested``, the part of it that depends on others, in fen."""

    description: Description
    hypothesis: Hypothesis
    interview: Interview
    settlement: Settlement
    explanation: Explanation
    total: int
    contested: int
    measures: tuple[MeasureResult, ...]

    def of_group(self, *groups: Group) -> list[MeasureResult]:
        return [one for one in self.measures if one.group in groups]


def calculate(pack: Pack, description: Description, language: str) -> Calculation:
    """``language`` is ``zh`` or ``en``. The description's year must be one in force."""
    hypothesis = suppose(pack, shape_of(pack), description)
    chosen = description.measures or tuple(pack.measures)
    settlement = settle(
        pack, hypothesis.facts, description.year, measures=description.measures or None
    )
    asked = Asked(pack, hypothesis.facts, description.year, hypothesis.answers)
    interview = Interview(pack, asked, 0, chosen)
    explanation = Explainer(settlement, language, single=asked).explain(OWN)
    naming = Naming(pack, language, description)
    results = _Results(settlement, interview, hypothesis, naming, language)
    measures = tuple(results.measures(explanation))
    return Calculation(
        description=description,
        hypothesis=hypothesis,
        interview=interview,
        settlement=settlement,
        explanation=explanation,
        total=sum(one.amount for one in measures),
        contested=sum(one.amount for one in measures if one.competition),
        measures=measures,
    )


_PAGES: dict[tuple[str, str, int, str], MeasurePage] = {}


def page_of(pack: Pack, measure: Measure, year: int, language: str) -> MeasurePage:
    """A measure's page of the reference, made once for each version of the policy."""
    key = (pack.sha256, measure.code, year, language)
    found = _PAGES.get(key)
    if found is None:
        if len(_PAGES) > MOST_PAGES:
            _PAGES.clear()
        found = _PAGES[key] = measure_page(pack, measure, year, language)
    return found


class _Results:
    def __init__(
        self,
        settlement: Settlement,
        interview: Interview,
        hypothesis: Hypothesis,
        naming: Naming,
        language: str,
    ) -> None:
        self.settlement = settlement
        self.pack = settlement.pack
        self.interview = interview
        self.hypothesis = hypothesis
        self.naming = naming
        self.language = language

    def measures(self, explanation: Explanation) -> Iterator[MeasureResult]:
        order = list(Group)
        found = [
            self._measure(one, self.interview.verdicts.get(one.measure))
            for one in explanation.measures
        ]
        # a measure that was not picked is shown where it takes the place of one that was
        shown = [
            one
            for one in found
            if one.code in self.interview.verdicts or one.group is Group.GRANTED
        ]
        yield from sorted(shown, key=lambda one: (order.index(one.group), -one.amount))

    def _measure(self, explained: ExplainedMeasure, verdict: Verdict | None) -> MeasureResult:
        measure = self.pack.measure(explained.measure)
        year = self.settlement.year
        page = page_of(self.pack, measure, year, self.language)
        group = _group(explained, verdict)
        lines = tuple(self._line(measure, line) for line in explained.lines if line.subject)
        wanted = () if verdict is None or verdict.holds is False else verdict.wanted
        return MeasureResult(
            code=explained.measure,
            words=explained.words,
            group=group,
            amount=fen(explained.amount),
            most=in_short(most(self.pack, measure, year) or 0, self.language),
            articles=explained.articles,
            lines=lines,
            reasons=tuple(self._reasons(measure, explained)) if group is Group.NOT_FOR_YOU else (),
            gaps=tuple(dict.fromkeys(gap for line in lines for gap in line.gaps)),
            wanted=tuple(dict.fromkeys(map(self.naming.wanted, wanted))),
            competition=tuple(self._competition(measure)),
            limits=page.limits,
            figures=page.figures,
        )

    def _line(self, measure: Measure, line: ExplainedLine) -> LineResult:
        table = self.pack.schema.table(measure.candidates.table)
        return LineResult(
            label=self.naming.subject(table, line.subject, self.hypothesis.places),
            status=line.status_words,
            amount=fen(line.amount),
            steps=line.steps,
            reasons=line.reason_words,
            # one that stands lacks nothing, whatever its other routes would need
            gaps=()
            if line.steps
            else tuple(
                dict.fromkeys(
                    gap for finding in (*line.conditions, *line.routes) for gap in finding.gaps
                )
            ),
        )

    def _reasons(self, measure: Measure, explained: ExplainedMeasure) -> Iterator[str]:
        """Why a measure is not for this organization."""
        failed = dict.fromkeys(
            finding.words
            for line in explained.lines
            for finding in line.conditions
            if finding.holds is False
        )
        table = self.pack.schema.table(measure.candidates.table)
        if failed:
            yield from failed
        elif self.hypothesis.facts[table.name].height and measure.candidates.otherwise:
            yield self.naming.wording.word("reasons", measure.candidates.otherwise)
        else:
            words = dict.fromkeys(map(self.naming.kind, _recorded(measure, self.pack)))
            yield _("none in %(year)s: %(kinds)s") % {
                "year": self.settlement.year,
                "kinds": self.naming.wording.phrase("of").join(words),
            }

    def _competition(self, measure: Measure) -> Iterator[str]:
        """What decides beside the organization's own facts."""
        figures = adopted_in(self.pack.parameters, self.settlement.year)
        if isinstance(measure.amount, Places):
            places = sum(int(str(figures[count.key])) for count, _tier in measure.amount.tiers)
            yield _(
                "Up to this much: paid by place among all of the city, and only to the first "
                "%(places)s."
            ) % {"places": places}
        if measure.quota is not None:
            places = int(str(figures[measure.quota.places.key]))
            if isinstance(measure.quota, Top):
                yield _(
                    "Up to this much: only the first %(places)s of the year by score are paid, "
                    "and others compete for them."
                ) % {"places": places}
            else:
                yield _(
                    "Up to this much: only the %(places)s expos that come first in the year's "
                    "plan are paid."
                ) % {"places": places}
        if measure.fund is not None:
            yield _(
                "Up to this much: several measures share one fund (%(fund)s); where it is short, "
                "everyone gets a proportion."
            ) % {"fund": self.naming.wording.word("words", "fund", measure.fund.name)}


def _recorded(measure: Measure, pack: Pack) -> Iterator[Kind]:
    """The kinds of rows without which the measure has no candidate."""
    if measure.candidates.table != pack.schema.organizations:
        yield from candidate_kinds(measure)
        return
    for node in measure.candidates.in_year.nodes():
        if isinstance(node, x.Exists):
            yield from kinds(node)


def _group(explained: ExplainedMeasure, verdict: Verdict | None) -> Group:
    """As the explanation has it, corrected by what is still asked: a row that is not complete is
    no candidate of a settlement, and what a visitor said there is none of is known."""
    if fen(explained.amount) or verdict is None or explained.group is Group.NEAR:
        return explained.group
    if verdict.holds is None:
        return Group.NEEDS_FACTS
    if verdict.holds is False:
        return Group.NOT_FOR_YOU
    stands = any(fen(line.gross) for line in explained.lines)
    return Group.NEEDS_FACTS if verdict.wanted and not stands else explained.group
