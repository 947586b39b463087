"""Of two who act at once, one wins and the other is told; numbers have no gaps."""

from __future__ import annotations

from functools import partial

import pytest

from banyan.desk.audit import RefusedError
from banyan.desk.supervision import issuing
from banyan.desk.supervision.actions import accountability, letters, reconciliations
from banyan.desk.supervision.models import (
    Accountability,
    Letter,
    Paper,
    Reconciliation,
    Signature,
    Thing,
)
from desk.at_once import at_once
from desk.making import Making
from desk.supervision import scenarios
from desk.supervision.supervising import Supervising

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def here(monkeypatch: pytest.MonkeyPatch) -> Supervising:
    monkeypatch.setattr(issuing, "_files", lambda *_: [])
    return Supervising(Making())


def _one_won(raised: list[BaseException | None]) -> None:
    lost = [one for one in raised if one is not None]
    assert [type(one) for one in lost] == [RefusedError], raised


def test_letters_sent_at_once_have_a_number_each(here: Supervising) -> None:
    drafts = [here.drafted(here.case(f"停电{n}", lead=here.power)) for n in range(4)]
    actor = here.city()
    raised = at_once(*(partial(letters.send_letter, actor, one) for one in drafts))
    assert raised == [None] * 4
    assert sorted(Paper.objects.values_list("number", flat=True)) == [1, 2, 3, 4]


def test_one_letter_is_sent_once(here: Supervising) -> None:
    draft = here.drafted()
    _one_won(
        at_once(
            partial(letters.send_letter, here.city(), draft),
            partial(letters.send_letter, here.supervisor(), draft),
        )
    )
    assert Paper.objects.count() == 1


def test_the_same_thing_is_urged_by_one_of_two(here: Supervising) -> None:
    case = here.case(lead=here.power)
    waiting = list(here.obligations(case).select_related("unit"))
    _one_won(
        at_once(
            partial(letters.draft_letters, here.city(), waiting),
            partial(letters.draft_letters, here.supervisor(), waiting),
        )
    )
    assert (Letter.objects.count(), Thing.objects.filter(open=True).count()) == (1, 1)


def test_one_accepts_while_another_urges_again(here: Supervising) -> None:
    letter = here.answered()
    _one_won(
        at_once(
            partial(letters.accept_answer, here.city(), letter),
            partial(letters.urge_again, here.supervisor(), letter, "没有措施"),
        )
    )


def test_two_decide_on_accountability_at_once(here: Supervising) -> None:
    made = here.consented()
    accountability.state_view(here.of_power(), made, "电网规划未到位。")
    _one_won(
        at_once(
            partial(accountability.confirm_accountability, here.supervisor(), made),
            partial(accountability.refuse_accountability, here.city("second"), made, "依据不足"),
        )
    )
    assert Accountability.objects.get().state in ("confirmed", "refused")


def test_both_sides_sign_at_once_and_both_count(here: Supervising) -> None:
    made = scenarios._explained(here.making)
    officer, city = here.officer(), here.city()
    raised = at_once(
        partial(reconciliations.sign_reconciliation, officer, made),
        partial(reconciliations.sign_reconciliation, city, made),
    )
    assert raised == [None, None]
    assert Reconciliation.objects.get().state == "signed"
    assert Signature.objects.count() == 2


def test_of_two_of_one_side_one_signs(here: Supervising) -> None:
    made = scenarios._explained(here.making)
    _one_won(
        at_once(
            partial(reconciliations.sign_reconciliation, here.officer(), made),
            partial(reconciliations.sign_reconciliation, here.officer(name="second"), made),
        )
    )


def test_one_signs_while_the_other_refuses(here: Supervising) -> None:
    made = scenarios._explained(here.making)
    reconciliations.sign_reconciliation(here.officer(), made)
    _one_won(
        at_once(
            partial(reconciliations.sign_reconciliation, here.city(), made),
            partial(reconciliations.refuse_reconciliation, here.city("second"), made, "少一件"),
        )
    )


def test_a_list_is_made_once(here: Supervising) -> None:
    opened = scenarios._opened(here.making)
    raised = at_once(
        *(partial(reconciliations.make_reconciliation, scenarios.SYSTEM, opened) for _ in range(2))
    )
    lost = [one for one in raised if one is not None]
    assert [type(one) for one in lost] == [reconciliations.NothingToMakeError]
    assert Reconciliation.objects.get().rows.count() == 1
