"""The lead unit at work: pauses, notes, files, steps, and its answer."""

from __future__ import annotations

import hashlib
import uuid
from collections.abc import Collection
from pathlib import Path
from typing import Any

from django.core.files import File
from django.utils import timezone
from django.utils.translation import gettext as _

from banyan.desk.audit import Actor, RefusedError, action
from banyan.desk.cases.actions.closing import ask_to_close
from banyan.desk.cases.actions.moving import after, allow, hold, move, write_move
from banyan.desk.cases.errors import MovedError
from banyan.desk.cases.evidence import evidence_of
from banyan.desk.cases.holding import awaits_enterprise, capacities, follow_steps
from banyan.desk.cases.models import Case, CaseFile, Stage
from banyan.desk.cases.states import By, Outcome, State
from banyan.desk.obligations.opening import close_obligations
from banyan.desk.records.attached_files import file_type

MOST_FILES = 50
"""Files of one case."""


@action("cases.pause")
def pause(actor: Actor, read: Case, reason: str) -> Case:
    """Stops the clock, with a reason that everybody who sees the case reads."""
    return move(actor, "pause", read, reason, paused_on=timezone.localdate())


@action("cases.resume")
def resume(actor: Actor, read: Case, note: str = "") -> Case:
    """The clock goes on with the days that were left."""
    return move(actor, "resume", read, note, paused_on=None)


@action("cases.note")
def add_note(actor: Actor, read: Case, note: str, *, inside: bool = True) -> Case:
    """Says something about the case, among officials (``inside``) or for the enterprise too."""
    _party(actor, read)
    case = hold(read)
    if not note.strip():
        raise RefusedError(_("Write the note."), "note")
    of_enterprise = By.ENTERPRISE in capacities(actor.account, case)
    made = write_move(actor, case, "note", note.strip(), inside=inside and not of_enterprise)
    after(actor, case, made)
    return case


@action("cases.add_file")
def add_file(
    actor: Actor,
    read: Case,
    path: Path,
    name: str,
    *,
    evidence: bool = False,
    inside: bool = False,
) -> CaseFile:
    """Keeps a file with the case; one with the same content once in a round, and once more where it
    is what proves that the case is solved. Raises RefusedError for one that is not taken."""
    _party(actor, read)
    of_enterprise = By.ENTERPRISE in capacities(actor.account, read)
    evidence = evidence and not of_enterprise
    case = hold(read)
    if _same(case, path, evidence=evidence).exists():
        raise RefusedError(_("This file is with the case already."), "file")
    return attach(
        actor,
        case,
        path,
        name,
        evidence=evidence,
        inside=inside and not of_enterprise,
    )


def attach(
    actor: Actor,
    case: Case,
    path: Path,
    name: str,
    *,
    evidence: bool = False,
    inside: bool = False,
) -> CaseFile:
    """Attaches a file within a running action; one with the same content that is there stands."""
    kept: CaseFile | None = _same(case, path, evidence=evidence).first()
    if kept is not None:
        return kept
    kind = file_type(path, name)
    if case.files.count() >= MOST_FILES:
        raise RefusedError(_("At most %(most)s files are kept with a case.") % {"most": MOST_FILES})
    made = CaseFile(
        case=case,
        name=Path(name).name[-200:],
        content_type=kind,
        size=path.stat().st_size,
        sha256=_sha256(path),
        evidence=evidence,
        round=case.round,
        inside=inside,
        added_by=actor.account,
    )
    with path.open("rb") as content:
        # Under a name of our own: what somebody calls a file is no path.
        place = f"{uuid.uuid4().hex}{Path(name).suffix.lower()}"
        made.file.save(place, File(content), save=False)
    made.save()
    written = write_move(actor, case, "file", made.name, inside=inside)
    after(actor, case, written, file=made.name, sha256=made.sha256, size=made.size)
    return made


def _same(case: Case, path: Path, *, evidence: bool) -> Any:
    """What was added in this round with the same content, to prove it or not."""
    return case.files.filter(round=case.round, sha256=_sha256(path), evidence=evidence)


def _sha256(path: Path) -> str:
    with path.open("rb") as content:
        return hashlib.file_digest(content, "sha256").hexdigest()


@action("cases.finish_step")
def finish_step(actor: Actor, read: Case, code: str, note: str) -> Stage:
    """The lead unit has done a step; the last one is done with the answer (``report_solved``)."""
    allow(actor, read, By.LEAD)
    case = hold(read)
    steps = case.declared_kind.steps
    if case.state != State.UNDER_WAY:
        raise MovedError(case)
    if code == steps[-1].code:
        raise RefusedError(_("The last step is done with the answer: report it as solved."))
    if not note.strip():
        raise RefusedError(_("Say what was done."), "note")
    step = next((one for one in steps if one.code == code), None)
    rows = Stage.objects.filter(case=case, round=case.round, code=code, done_at=None)
    stage: Stage | None = rows.first()
    if step is None or stage is None:
        raise RefusedError(_("This step is done already."))
    _finish(actor, stage, note.strip())
    follow_steps(case)
    made = write_move(actor, case, "finish_step", f"{step.name}: {stage.note}")
    after(actor, case, made, step=code)
    return stage


@action("cases.report_solved")
def report_solved(
    actor: Actor,
    read: Case,
    answer: str,
    *,
    evidence: Collection[tuple[Path, str]] = (),
    no_evidence: str = "",
) -> Case:
    """The lead unit says what was done, with files that prove it (path and name). The enterprise is
    asked whether it is solved; in a case in which no enterprise is asked, a second person who keeps
    the ledger. Raises RefusedError while steps before the last are not done and, where the kind
    ends by the enterprise's agreement, without a file of this round or ``no_evidence``, the reason
    why there is none (P3.2)."""
    allow(actor, read, By.LEAD)
    steps = {step.code: step for step in read.declared_kind.steps}
    last = list(steps)[-1]
    open_steps = read.stages.filter(round=read.round, done_at=None)
    before = [steps[one.code].name for one in open_steps if one.code != last]
    if before and read.state == State.UNDER_WAY:
        raise RefusedError(_("First do: %(steps)s.") % {"steps": "; ".join(before)})
    for path, name in evidence:
        attach(actor, hold(read), path, name, evidence=True)
    proved = evidence_of(read).exists()
    no_evidence = "" if proved else no_evidence.strip()
    if read.declared_kind.agreement and not proved and not no_evidence:
        raise RefusedError(_("Add a file that proves it, or say why there is none."), "no_evidence")
    case = move(
        actor,
        "report_solved",
        read,
        answer,
        answer=answer.strip(),
        answered_at=timezone.now(),
        no_evidence=no_evidence,
    )
    for stage in case.stages.filter(round=case.round, done_at=None):
        _finish(actor, stage, answer.strip())
    if not awaits_enterprise(case):
        ask_to_close(actor, case, Outcome.SOLVED, answer)
    return case


def _finish(actor: Actor, stage: Stage, note: str) -> None:
    stage.done_at, stage.done_by, stage.note = timezone.now(), actor.account, note
    stage.save(update_fields=["done_at", "done_by", "note"])
    close_obligations(actor, stage)


def _party(actor: Actor, case: Case) -> None:
    allow(actor, case, By.LEDGER, By.LEAD, By.HELPER, By.ENTERPRISE)
