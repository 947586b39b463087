"""Cases found, read, opened and moved by programs, as far as the token's account sees and may."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Any, Literal

from django.http import Http404, HttpRequest
from ninja import Query, Router, Schema, Status
from pydantic import Field

from banyan.desk.api.auth import READ, WRITE, actor
from banyan.desk.api.problems import PROBLEMS, MovedProblem
from banyan.desk.api.schemas import Language
from banyan.desk.cases.actions import dispatching, handling, raising
from banyan.desk.cases.actions.raising import Raised
from banyan.desk.cases.errors import MovedError
from banyan.desk.cases.kinds import declared_kinds
from banyan.desk.cases.models import Case
from banyan.desk.cases.search import Question, ask
from banyan.desk.cases.states import Gravity, Level, Outcome, State
from banyan.desk.people.access import account_of
from banyan.desk.people.models import Unit
from banyan.desk.people.roles import Role
from banyan.desk.records.models import Organization

router = Router()

Number = Annotated[int, Field(ge=1, le=2**53)]
_PLAIN = r"^[^\x00]*$"
Text = Annotated[str, Field(max_length=4_000, pattern=_PLAIN)]
Word = Annotated[str, Field(max_length=100, pattern=_PLAIN)]


class CategoryOut(Schema):
    """``fields`` are what an opened case must say: code, words, type, whether it may be left out,
    and of a choice its codes."""

    code: str
    words: str
    unit: str
    fields: list[dict[str, Any]]


class KindOut(Schema):
    """``raised``: whether cases of this kind can be opened here; others come from rules and
    meetings. ``agreement``: it ends when the enterprise says that it is solved."""

    code: str
    words: str
    article: str
    raised: bool
    agreement: bool
    steps: list[tuple[str, str]]
    categories: list[CategoryOut]


class CaseOut(Schema):
    """``number`` names the case in addresses, ``reference`` among people. ``version`` grows with
    every move; whoever moves a case says which it has seen. ``due_on`` is the last day of what is
    awaited now, ``lead`` a unit's code."""

    number: int
    reference: str
    kind: str
    category: str
    title: str
    organization: str | None
    county: str
    level: Level
    gravity: Gravity
    state: State
    version: int
    origin: str
    lead: str | None
    raised_at: datetime
    due_on: date | None
    closed_at: datetime | None
    outcome: Outcome | Literal[""]
    round: int
    rating: int | None


class CasePage(Schema):
    """``next`` goes into ``after`` of the next call; null at the end."""

    cases: list[CaseOut]
    next: int | None


class MoveOut(Schema):
    action: str
    source: str
    target: State
    at: datetime
    unit: str | None
    by: str
    note: str


class StepOut(Schema):
    code: str
    round: int
    due_on: date
    done_at: datetime | None
    note: str


class FileOut(Schema):
    name: str
    size: int
    sha256: str
    evidence: bool


class CaseWhole(CaseOut):
    """A case with what it says and went through, as the account may read it. ``no_evidence`` says
    why an answer came without a file that proves it."""

    text: str
    fields: dict[str, Any]
    contact: str
    phone: str
    answer: str
    no_evidence: str
    answered_at: datetime | None
    rating_text: str
    steps: list[StepOut]
    files: list[FileOut]
    moves: list[MoveOut]


class CaseFilters(Schema):
    """``q`` is a number, a credit code, or words; ``unit`` the code of one that leads or helps;
    ``raised`` a month, 2026-11."""

    q: Word = ""
    state: State | Literal["open"] | None = None
    kind: Word = ""
    category: Annotated[Word, Field(description="kind.category, as problem.energy")] = ""
    organization: Word = ""
    county: Word = ""
    level: Level | None = None
    gravity: Gravity | None = None
    unit: Word = ""
    overdue: bool = False
    due: date | None = None
    raised: Word = ""
    after: Annotated[int, Field(ge=0, le=2**53)] = 0
    limit: Annotated[int, Field(ge=1, le=500)] = 100

    def question(self) -> Question:
        """Raises Http404 for a unit that is none."""
        said = self.dict(exclude={"after", "limit", "unit", "overdue"}, exclude_none=True)
        if self.unit:
            unit = Unit.objects.filter(code=self.unit).first()
            if unit is None:
                raise Http404(f"no unit {self.unit}")
            said["unit"] = unit.pk
        return Question.of(said | ({"overdue": 1} if self.overdue else {}))


class CaseIn(Schema):
    """``key`` is the caller's own: the same key again gives the case that it opened, whatever else
    is said. ``fields`` are what the category asks for (``GET /case-kinds``)."""

    key: Annotated[str, Field(min_length=1, max_length=raising.LONGEST_KEY, pattern=_PLAIN)]
    kind: Word
    category: Word
    title: Annotated[str, Field(max_length=200, pattern=_PLAIN)]
    text: Text
    organization: Word | None = None
    gravity: Gravity = Gravity.GENERAL
    fields: Annotated[dict[Word, Text], Field(default_factory=dict)]
    contact: Word = ""
    phone: Word = ""


class Seen(Schema):
    """``version`` is that of the case as the caller has seen it."""

    version: Annotated[int, Field(ge=0)]


class AcceptIn(Seen):
    note: Text = ""


class RefuseIn(Seen):
    reason: Text


class StepIn(Seen):
    note: Text


class AnswerIn(Seen):
    """``no_evidence``: where no file with the case proves it, why there is none."""

    answer: Text
    no_evidence: Text = ""


_MOVED = {200: CaseWhole, 409: MovedProblem, **PROBLEMS}


@router.get("/case-kinds", response={200: list[KindOut], **PROBLEMS}, operation_id="case_kinds")
def case_kinds(request: HttpRequest, lang: Language = "zh") -> object:
    """The kinds of cases with their steps, categories and what each asks for."""
    raised = raising.kinds_to_raise()
    return [
        {
            "code": kind.code,
            "words": kind.words[lang],
            "article": kind.article,
            "raised": kind.code in raised,
            "agreement": kind.agreement,
            "steps": [(step.code, step.words[lang]) for step in kind.steps],
            "categories": [
                {
                    "code": one.code,
                    "words": one.words[lang],
                    "unit": one.unit,
                    "fields": [
                        {
                            "code": field.code,
                            "words": field.words[lang],
                            "type": field.type,
                            "unit": field.unit,
                            "optional": field.optional,
                            "choices": [choice.code for choice in field.choices],
                        }
                        for field in one.fields
                    ],
                }
                for one in kind.categories.values()
            ],
        }
        for kind in declared_kinds().values()
    ]


@router.get("/cases", response={200: CasePage, **PROBLEMS}, auth=READ, operation_id="cases")
def cases(request: HttpRequest, filters: Query[CaseFilters]) -> object:
    """Cases in the order in which they were opened, open and closed unless ``state`` says
    otherwise."""
    found = ask(account_of(request), filters.question()).filter(pk__gt=filters.after)
    rows = list(found.select_related("lead").order_by("pk")[: filters.limit + 1])
    shown = rows[: filters.limit]
    return {
        "cases": [_short(one) for one in shown],
        "next": shown[-1].pk if len(rows) > len(shown) else None,
    }


@router.get(
    "/cases/{number}", response={200: CaseWhole, **PROBLEMS}, auth=READ, operation_id="case"
)
def case(request: HttpRequest, number: Number) -> object:
    """One case."""
    return _whole(request, _visible(request, number))


@router.post(
    "/cases",
    response={200: CaseWhole, 201: CaseWhole, **PROBLEMS},
    auth=WRITE,
    operation_id="open_case",
)
def open_case(request: HttpRequest, body: CaseIn) -> object:
    """Opens a case: for an organization that the account speaks for or, an official's, that it
    sees. 201 where it is new, 200 where the key has opened it before."""
    organization = None
    if body.organization is not None:
        seen = Organization.objects.visible_to(account_of(request))
        organization = seen.filter(pk=body.organization).first()
        if organization is None:
            raise Http404("no such organization")
    said = Raised(**body.dict(exclude={"key", "organization"}))
    by = actor(request)
    known = raising.came_before(by, body.key)
    if by.account.role != Role.ENTERPRISE:
        opened = raising.record_case(by, organization, said, key=body.key)
    elif organization is None:
        raise Http404("no such organization")
    else:
        opened = raising.raise_case(by, organization, said, key=body.key)
    return Status(200 if known else 201, _whole(request, _visible(request, opened.pk)))


@router.post("/cases/{number}/accept", response=_MOVED, auth=WRITE, operation_id="accept_case")
def accept(request: HttpRequest, number: Number, body: AcceptIn) -> object:
    """The lead unit takes it on."""
    read = _read(request, number, body)
    return _whole(request, dispatching.accept(actor(request), read, body.note))


@router.post("/cases/{number}/refuse", response=_MOVED, auth=WRITE, operation_id="refuse_case")
def refuse(request: HttpRequest, number: Number, body: RefuseIn) -> object:
    """The lead unit says why it is not its case; who keeps the ledger decides."""
    read = _read(request, number, body)
    return _whole(request, dispatching.refuse(actor(request), read, body.reason))


@router.post(
    "/cases/{number}/steps/{code}", response=_MOVED, auth=WRITE, operation_id="finish_step"
)
def finish_step(request: HttpRequest, number: Number, code: str, body: StepIn) -> object:
    """The lead unit has done a step before the last, which is done with the answer."""
    read = _read(request, number, body)
    handling.finish_step(actor(request), read, code, body.note)
    return _whole(request, _visible(request, number))


@router.post("/cases/{number}/answer", response=_MOVED, auth=WRITE, operation_id="answer_case")
def answer(request: HttpRequest, number: Number, body: AnswerIn) -> object:
    """The lead unit says what was done; the enterprise is asked whether it is solved."""
    read = _read(request, number, body)
    done = handling.report_solved(actor(request), read, body.answer, no_evidence=body.no_evidence)
    return _whole(request, done)


def _visible(request: HttpRequest, number: int) -> Case:
    found: Case | None = (
        Case.objects.visible_to(account_of(request))
        .filter(pk=number)
        .select_related("lead", "organization")
        .first()
    )
    if found is None:
        raise Http404("no such case")
    return found


def _read(request: HttpRequest, number: int, seen: Seen) -> Case:
    """The case, where it is as the caller has seen it. Raises MovedError where it is not."""
    found = _visible(request, number)
    if found.version != seen.version:
        raise MovedError(found)
    return found


def _short(one: Case) -> dict[str, Any]:
    return {
        "number": one.pk,
        "organization": one.organization_id,
        "lead": one.lead.code if one.lead is not None else None,
        **{
            name: getattr(one, name)
            for name in CaseOut.model_fields
            if name not in ("number", "organization", "lead")
        },
    }


def _whole(request: HttpRequest, one: Case) -> dict[str, Any]:
    account = account_of(request)
    moves = one.moves.all().visible_to(account).select_related("by", "unit")
    return {
        **_short(one),
        "text": one.text,
        "fields": one.fields,
        "contact": one.contact,
        "phone": one.phone,
        "answer": one.answer,
        "no_evidence": one.no_evidence,
        "answered_at": one.answered_at,
        "rating_text": one.rating_text,
        "steps": list(one.stages.all().visible_to(account)),
        "files": list(one.files.all().visible_to(account)),
        "moves": [
            {
                "action": move.action,
                "source": move.source,
                "target": move.target,
                "at": move.at,
                "unit": move.unit.code if move.unit is not None else None,
                "by": str(move.by or ""),
                "note": move.note,
            }
            for move in moves
        ],
    }
