"""Urging letters: a thing is urged once; a letter is numbered, frozen, answered in time."""

from __future__ import annotations

import io

import pytest
from django.core.exceptions import PermissionDenied
from django.db import Error, transaction
from django.utils import timezone
from docx import Document

from banyan.desk.audit import RefusedError
from banyan.desk.cases.models import Case
from banyan.desk.messaging.models import Message
from banyan.desk.obligations.calendar import working_days_after
from banyan.desk.obligations.models import Obligation
from banyan.desk.supervision.actions import letters as actions
from banyan.desk.supervision.models import Letter, Paper, PaperFile, Thing
from desk.making import Making
from desk.supervision.supervising import HERE, THERE, Supervising, pdf

pytestmark = pytest.mark.django_db


@pytest.fixture
def here(making: Making) -> Supervising:
    return Supervising(making)


@pytest.fixture
def no_files(monkeypatch: pytest.MonkeyPatch) -> None:
    """What a letter looks like is another test's."""
    from banyan.desk.supervision import issuing

    monkeypatch.setattr(issuing, "_files", lambda *_: [])


def test_each_unit_and_county_gets_one_letter_about_all_that_is_overdue(
    here: Supervising,
) -> None:
    for title in ("停电", "限电"):
        here.case(title, lead=here.power)
    here.case("未派", county=HERE)
    here.case("别县未派", county=THERE)
    here.case("未到期", lead=here.power, due=3)
    made = actions.draft_letters(here.city(), Obligation.objects.all())
    assert {(one.unit, one.county): one.things.count() for one in made} == {
        (here.power, ""): 2,
        (None, HERE): 1,
        (None, THERE): 1,
    }


def test_the_same_case_is_not_urged_twice_while_a_letter_about_it_is_open(
    here: Supervising,
) -> None:
    case = here.case(lead=here.power)
    first = here.drafted(case)
    with pytest.raises(RefusedError):
        here.drafted(case)
    other = here.case("限电", lead=here.power)
    assert [one.case for one in here.drafted(case, other).things.all()] == [other]
    actions.discard_letter(here.city(), first)
    assert here.drafted(case).things.get().case == case


def test_the_database_keeps_a_thing_from_two_open_letters(here: Supervising) -> None:
    thing = here.drafted().things.get()
    other = here.drafted(here.case("限电", lead=here.power))
    with pytest.raises(Error), transaction.atomic():
        Thing.objects.filter(letter=other).update(thing=thing.thing)


@pytest.mark.usefixtures("no_files")
def test_a_letter_that_is_sent_asks_the_unit_for_an_answer_in_time(here: Supervising) -> None:
    person = here.of_power().account
    letter = here.sent()
    due = working_days_after(timezone.localdate(), 5)
    assert (letter.state, str(letter.paper), letter.answer_due_on) == (
        "sent",
        f"{timezone.localdate().year}-1",
        due,
    )
    todo = Obligation.objects.held_by(person).get(kind="supervision.answer")
    assert (todo.due_on, todo.link) == (due, letter.get_absolute_url())
    assert Message.objects.filter(account=person, kind="supervision.letter_sent").exists()


@pytest.mark.usefixtures("no_files")
def test_what_is_done_meanwhile_is_left_out_of_the_letter(here: Supervising) -> None:
    done, late = here.case("停电", lead=here.power), here.case("限电", lead=here.power)
    letter = here.drafted(done, late)
    here.obligations(done).update(state="done")
    sent = actions.send_letter(here.city(), letter)
    assert [one.case for one in sent.things.all()] == [late]
    assert sent.paper is not None
    assert len(sent.paper.content["things"]) == 1


@pytest.mark.usefixtures("no_files")
def test_what_a_letter_said_does_not_change_with_what_happens_later(here: Supervising) -> None:
    letter = here.sent()
    assert letter.paper is not None
    before = Paper.objects.get().content
    Case.objects.update(title="改了标题")
    Obligation.objects.update(due_on=timezone.localdate())
    assert Paper.objects.get().content == before
    with pytest.raises(Error), transaction.atomic():
        Paper.objects.update(number=7)
    with pytest.raises(RefusedError):
        actions.edit_letter(here.city(), letter, title="改", text="改", days=1)


def test_the_files_of_a_letter_name_what_is_overdue(here: Supervising) -> None:
    sent = here.sent(here.case("车间停电三日", lead=here.power))
    kept = {(one.language, one.form): bytes(one.file) for one in PaperFile.objects.all()}
    assert set(kept) == {(one, form) for one in ("zh", "en") for form in ("pdf", "docx")}
    assert kept["zh", "pdf"].startswith(b"%PDF")
    document = Document(io.BytesIO(kept["zh", "docx"]))
    said = "\n".join(
        [one.text for one in document.paragraphs]
        + [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    )
    assert "车间停电三日" in said
    assert f"〔{sent.paper.year if sent.paper else ''}〕1号" in said
    assert "power单位" in said


@pytest.mark.usefixtures("no_files")
def test_only_the_unit_answers_and_with_evidence(here: Supervising) -> None:
    letter = here.sent()
    for other in (here.of_other_unit(), here.officer(), here.supervisor()):
        with pytest.raises(PermissionDenied):
            actions.answer_letter(other, letter, "已办")
    with pytest.raises(RefusedError):
        actions.answer_letter(here.of_power(), letter, " ")
    with pdf() as place:
        actions.answer_letter(here.of_power(), letter, "已抢修。", [(place, "现场.pdf")])
    letter.refresh_from_db()
    assert (letter.state, letter.files.get().upload.name) == ("answered", "现场.pdf")
    assert not Obligation.objects.open().filter(kind="supervision.answer").exists()
    assert Obligation.objects.held_by(here.city().account).filter(kind="supervision.judge").exists()


@pytest.mark.usefixtures("no_files")
def test_an_accepted_answer_frees_what_it_was_about(here: Supervising) -> None:
    case = here.case(lead=here.power)
    letter = here.sent(case)
    actions.answer_letter(here.of_power(), letter, "已抢修。")
    actions.accept_answer(here.supervisor(), letter)
    letter.refresh_from_db()
    assert letter.state == "accepted"
    assert here.drafted(case).level == 1


@pytest.mark.usefixtures("no_files")
def test_who_does_not_answer_in_time_is_urged_again_up_to_the_highest_level(
    here: Supervising,
) -> None:
    letter = here.sent()
    with pytest.raises(RefusedError):
        actions.urge_again(here.city(), letter, "尚未到期")
    levels = [letter.level]
    for _ in range(2):
        second = actions.urge_again(here.city(), here.late(letter), "逾期未复")
        assert second.follows == letter
        letter = actions.send_letter(here.city(), second)
        levels.append(letter.level)
    assert levels == [1, 2, 3]
    assert letter.paper is not None
    assert letter.paper.content["follows"]
    with pytest.raises(RefusedError):
        actions.urge_again(here.city(), here.late(letter), "逾期未复")


@pytest.mark.usefixtures("no_files")
def test_letters_are_seen_by_who_supervises_and_by_whom_they_go_to(here: Supervising) -> None:
    letter = here.sent()
    to_county = here.sent(here.case("未派"))
    draft = here.drafted(here.case("限电", lead=here.power))
    everything = {letter, to_county, draft}
    seen = {
        actor.account.username: set(Letter.objects.visible_to(actor.account))
        for actor in (
            here.supervisor(),
            here.city(),
            here.of_power(),
            here.of_other_unit(),
            here.officer(HERE),
            here.officer(THERE),
        )
    }
    assert seen == {
        "supervisor": everything,
        "city-first": everything,
        "of-power": {letter},
        "of-gas": set(),
        f"first-{HERE}": {to_county},
        f"first-{THERE}": set(),
    }


def test_only_the_city_and_supervisors_urge(here: Supervising) -> None:
    here.case(lead=here.power)
    for actor in (here.officer(), here.of_power()):
        with pytest.raises(PermissionDenied):
            actions.draft_letters(actor, Obligation.objects.all())
