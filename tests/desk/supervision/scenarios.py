"""How each action of supervision is called, and what its routes name."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.conf import settings
from django.utils import timezone

from banyan.desk.audit import Actor, Origin
from banyan.desk.cases.models import Case, Move
from banyan.desk.supervision.actions import accountability, letters, reconciliations, reports
from banyan.desk.supervision.models import (
    Accountability,
    Letter,
    Reconciliation,
    Report,
    Revocation,
)
from banyan.desk.supervision.periods import Period
from desk.making import Making
from desk.supervision.supervising import HERE, Supervising, last_month, pdf

SYSTEM = Actor(origin=Origin(via="task"))


def _fonts() -> None:
    if not any(settings.FONTS.glob("*.ttf")):
        pytest.skip("the front end is not built (make frontend)")


def _drafted(making: Making) -> Letter:
    known = Letter.objects.filter(state="drafted").first()
    return known or Supervising(making).drafted()


def _sent(making: Making) -> Letter:
    known = Letter.objects.filter(state="sent").first()
    _fonts()
    return known or letters.send_letter(Supervising(making).city(), _drafted(making))


def _answered(making: Making) -> Letter:
    known = Letter.objects.filter(state="answered").first()
    if known is not None:
        return known
    letter = _sent(making)
    with pdf() as place:
        letters.answer_letter(
            Supervising(making).of_power(), letter, "已抢修。", [(place, "现场.pdf")]
        )
    return Letter.objects.get(pk=letter.pk)


def _proposed(making: Making) -> Accountability:
    known = Accountability.objects.filter(state="proposed").first()
    if known is not None:
        return known
    here = Supervising(making)
    return accountability.propose_accountability(
        here.city(), unit=here.power, sanction="talk", reason="两次督办未复。"
    )


def _consented(making: Making) -> Accountability:
    found = _proposed(making)
    if not found.consent_number:
        with pdf() as place:
            accountability.record_consent(
                Supervising(making).city(),
                found,
                "榕政函〔2026〕1号",
                timezone.localdate(),
                place,
                "批复.pdf",
            )
    return Accountability.objects.get(pk=found.pk)


def _in_force(making: Making) -> Accountability:
    known = Accountability.objects.filter(state="confirmed").first()
    if known is not None:
        return known
    here, found = Supervising(making), _consented(making)
    if not found.view:
        accountability.state_view(here.of_power(), found, "电网规划未到位。")
    accountability.confirm_accountability(here.city("second"), found)
    return Accountability.objects.get(pk=found.pk)


def _revocation(making: Making) -> Revocation:
    known = Revocation.objects.filter(state="proposed").first()
    return known or accountability.propose_revocation(
        Supervising(making).city(), _in_force(making), "事实有误。"
    )


def _report(making: Making, kind: str = "bulletin") -> Report:
    known = Report.objects.filter(state="open", kind=kind).first()
    return known or reports.draft_report(
        Supervising(making).supervisor(), kind, Period.month_of(timezone.localdate())
    )


def _published(making: Making, kind: str = "bulletin") -> Report:
    known = Report.objects.filter(state="published", kind=kind).first()
    if known is not None:
        return known
    _fonts()
    return reports.publish_report(
        Supervising(making).city(), _report(making, kind), "http://127.0.0.1:8000/"
    )


def _opened(making: Making) -> Reconciliation:
    known = Reconciliation.objects.filter(state="making").first()
    if known is not None:
        return known
    here = Supervising(making)
    case = here.case("跨月未结", lead=here.power)
    then = timezone.now() - timedelta(days=40)
    Case.objects.filter(pk=case.pk).update(raised_at=then)
    # as if it had come then: what happened is never changed by the desk
    Move.objects.create(case=case, action="open", target=case.state, level=case.level, at=then)
    return reconciliations.open_reconciliation(here.city(), HERE, last_month())


def _made(making: Making) -> Reconciliation:
    known = Reconciliation.objects.filter(state="open").first()
    return known or reconciliations.make_reconciliation(SYSTEM, _opened(making))


def _explained(making: Making) -> Reconciliation:
    made = _made(making)
    for code in set(made.differences.filter(explanation="").values_list("code", flat=True)):
        reconciliations.explain_differences(Supervising(making).officer(), made, code, "已催办。")
    return made


def _with_difference(making: Making) -> None:
    made = _made(making)
    row = made.rows.get()
    made.differences.filter(row=row, code="state").delete()
    made.differences.create(row=row, code="state")
    reconciliations.explain_differences(Supervising(making).officer(), made, "state", "已核对。")


def _void(made: object) -> None:
    """A scenario returns nothing."""


def _urged_again(making: Making) -> None:
    letters.urge_again(Supervising(making).city(), _answered(making), "没有措施。")


SCENARIOS: dict[str, Callable[[Making], None]] = {
    "supervision.draft_letters": lambda making: _void(_drafted(making)),
    "supervision.edit_letter": lambda making: letters.edit_letter(
        Supervising(making).city(), _drafted(making), title="限期办结", text="三日内办结。", days=3
    ),
    "supervision.discard_letter": lambda making: letters.discard_letter(
        Supervising(making).city(), _drafted(making)
    ),
    "supervision.send_letter": lambda making: _void(_sent(making)),
    "supervision.answer_letter": lambda making: _void(_answered(making)),
    "supervision.accept_answer": lambda making: letters.accept_answer(
        Supervising(making).city(), _answered(making), "属实。"
    ),
    "supervision.urge_again": _urged_again,
    "supervision.propose_accountability": lambda making: _void(_proposed(making)),
    "supervision.state_view": lambda making: accountability.state_view(
        Supervising(making).of_power(), _proposed(making), "电网规划未到位。"
    ),
    "supervision.record_consent": lambda making: _void(_consented(making)),
    "supervision.confirm_accountability": lambda making: _void(_in_force(making)),
    "supervision.refuse_accountability": lambda making: accountability.refuse_accountability(
        Supervising(making).city("second"), _proposed(making), "依据不足。"
    ),
    "supervision.withdraw_accountability": lambda making: accountability.withdraw_accountability(
        Supervising(making).city(), _proposed(making)
    ),
    "supervision.propose_revocation": lambda making: _void(_revocation(making)),
    "supervision.confirm_revocation": lambda making: accountability.confirm_revocation(
        Supervising(making).city("second"), _revocation(making)
    ),
    "supervision.refuse_revocation": lambda making: accountability.refuse_revocation(
        Supervising(making).city("second"), _revocation(making), "事实清楚。"
    ),
    "supervision.withdraw_revocation": lambda making: accountability.withdraw_revocation(
        Supervising(making).city(), _revocation(making)
    ),
    "supervision.draft_report": lambda making: _void(_report(making)),
    "supervision.edit_report": lambda making: reports.edit_report(
        Supervising(making).supervisor(),
        _report(making),
        {"title_zh": "通报", "title_en": "Bulletin", "remarks_zh": "加快办理。"},
    ),
    "supervision.refresh_report": lambda making: reports.refresh_report(
        Supervising(making).supervisor(), _report(making)
    ),
    "supervision.discard_report": lambda making: reports.discard_report(
        Supervising(making).supervisor(), _report(making)
    ),
    "supervision.publish_report": lambda making: _void(_published(making)),
    "supervision.open_reconciliation": lambda making: _void(_opened(making)),
    "supervision.make_reconciliation": lambda making: _void(_made(making)),
    "supervision.explain_differences": _with_difference,
    "supervision.sign_reconciliation": lambda making: _void(
        reconciliations.sign_reconciliation(Supervising(making).officer(), _explained(making))
    ),
    "supervision.refuse_reconciliation": lambda making: _void(
        reconciliations.refuse_reconciliation(
            Supervising(making).city(), _made(making), "少了一件。"
        )
    ),
}

ROUTES: dict[str, Callable[[Making], dict[str, Any]]] = {
    "supervision:unit": lambda making: {"pk": Supervising(making).power.pk},
    "supervision:letter": lambda making: {"pk": _sent(making).pk},
    "supervision:decide_letter": lambda making: {"pk": _drafted(making).pk},
    "supervision:answer_letter": lambda making: {"pk": _sent(making).pk},
    "supervision:evidence": lambda making: {
        "pk": _answered(making).pk,
        "number": _answered(making).files.get().pk,
    },
    "supervision:letter_file": lambda making: {
        "pk": _sent(making).pk,
        "language": "zh",
        "form": "pdf",
    },
    "supervision:accountability": lambda making: {"pk": _proposed(making).pk},
    "supervision:decide_accountability": lambda making: {"pk": _proposed(making).pk},
    "supervision:state_view": lambda making: {"pk": _proposed(making).pk},
    "supervision:record_consent": lambda making: {"pk": _proposed(making).pk},
    "supervision:consent_file": lambda making: {"pk": _consented(making).pk},
    "supervision:revoke": lambda making: {"pk": _in_force(making).pk},
    "supervision:behind": lambda making: {
        "period": f"{timezone.localdate():%Y-%m}",
        "code": f"county-{HERE}-received",
    },
    "supervision:public": lambda making: {"number": str(_published(making, "scoreboard").paper)},
    "supervision:report": lambda making: {"pk": _report(making).pk},
    "supervision:decide_report": lambda making: {"pk": _report(making).pk},
    "supervision:preview": lambda making: {"pk": _report(making).pk},
    "supervision:figure": lambda making: {
        "pk": _published(making).pk,
        "code": f"county-{HERE}-received",
    },
    "supervision:report_file": lambda making: {
        "pk": _published(making).pk,
        "language": "zh",
        "form": "docx",
    },
    "supervision:reconciliation": lambda making: {"pk": _made(making).pk},
    "supervision:sign_reconciliation": lambda making: {"pk": _made(making).pk},
    "supervision:explain": lambda making: {"pk": _made(making).pk},
    "supervision:reconciliation_file": lambda making: {"pk": _made(making).pk, "form": "xlsx"},
}
