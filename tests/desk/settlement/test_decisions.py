"""What many awards are concerned by is done in the background: whole or not at all, by the one who
decided, once."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from banyan.desk.audit import RefusedError
from banyan.desk.audit.models import Entry
from banyan.desk.funds.ledger import Shares
from banyan.desk.funds.models import Entry as LedgerEntry
from banyan.desk.messaging.models import Message
from banyan.desk.people.roles import Role
from banyan.desk.records import progress
from banyan.desk.settlement import tasks
from banyan.desk.settlement.actions import decisions, notices, objections, runs
from banyan.desk.settlement.models import Award, Decision, Run
from desk.settlement.cities import YEAR, City

pytestmark = pytest.mark.django_db

Kind = Decision.Kind


@pytest.fixture
def large(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every run counts as one of many awards; what is queued waits for the test."""
    monkeypatch.setattr(tasks, "SMALL", 0)


def _client(city: City, username: str = "first", role: Role = Role.CITY) -> Client:
    client = Client(headers={"accept-language": "en"})
    client.force_login(city.account(role, username))
    return client


def _page(client: Client, run: Run, **more: Any) -> str:
    return str(client.get(f"/runs/{run.pk}/", **more).content.decode())


def _decide(client: Client, run: Run, decision: str, **more: str) -> str:
    answer = client.post(f"/runs/{run.pk}/decide/", {"decision": decision, **more}, follow=True)
    return str(answer.content.decode())


def test_the_notice_of_a_large_run_is_opened_while_its_page_says_how_far_it_is(
    city: City, large: None
) -> None:
    city.equipment(1)
    city.budget()
    run = city.run()
    officer = _client(city)
    page = _decide(officer, run, "notice")
    assert "The public notice is being opened." in page
    assert "Open the public notice" not in page
    decision = Decision.objects.get()
    decision.progress.say(1, 4)
    part = officer.get(f"/runs/{run.pk}/?waiting=1", headers={"HX-Request": "true"})
    assert "25 %" in part.content.decode()
    run.refresh_from_db()
    assert run.state == Run.State.DRAFT
    tasks.carry_out.call(decision.pk)
    run.refresh_from_db()
    assert run.state == Run.State.NOTICED
    done = officer.get(f"/runs/{run.pk}/?waiting=1", headers={"HX-Request": "true"})
    assert done["HX-Refresh"] == "true"


def test_what_concerns_few_lines_is_done_when_the_answer_comes(city: City) -> None:
    city.equipment(1)
    city.budget()
    run = city.run()
    assert "The awards are before the public." in _decide(_client(city), run, "notice")
    city.ended(run)
    said = _decide(_client(city, "second"), run, "approve")
    assert "The run is approved; its awards can be paid." in said


def test_the_work_is_queued_when_the_decision_is_committed(
    city: City,
    large: None,
    django_capture_on_commit_callbacks: Any,
) -> None:
    city.equipment(1)
    city.budget()
    run = city.run()
    with django_capture_on_commit_callbacks(execute=True):  # where the queue is done at once
        _decide(_client(city), run, "notice")
    run.refresh_from_db()
    assert run.state == Run.State.NOTICED


def test_a_large_run_is_approved_and_withdrawn_in_the_background_too(
    city: City, large: None
) -> None:
    city.equipment(1)
    run = city.noticed()
    assert "being withdrawn" in _decide(_client(city), run, "withdraw", reason="a mistake")
    tasks.carry_out.call(Decision.objects.get().pk)
    run.refresh_from_db()
    assert (run.state, run.reason) == (Run.State.WITHDRAWN, "a mistake")
    run = city.ended(city.noticed())
    assert "being approved" in _decide(_client(city, "second"), run, "approve")
    tasks.carry_out.call(Decision.objects.first().pk)  # type: ignore[union-attr]
    run.refresh_from_db()
    assert (run.state, run.decided_by) == (Run.State.APPROVED, city.second.account)


def test_a_draft_is_withdrawn_at_once_however_many_lines_it_has(city: City, large: None) -> None:
    city.equipment(1)
    run = city.run()
    assert "The run is withdrawn." in _decide(_client(city), run, "withdraw", reason="a mistake")


def test_whoever_pressed_remains_the_actor_of_what_the_task_does(city: City, large: None) -> None:
    city.equipment(1)
    city.budget()
    run = city.run()
    _decide(_client(city), run, "notice")
    tasks.carry_out.call(Decision.objects.get().pk)
    entry = Entry.objects.get(action="settlement.open_notice")
    assert (entry.actor, entry.via, entry.address) == (city.first.account, "task", "127.0.0.1")
    assert LedgerEntry.objects.get(kind="commitment").made_by == city.first.account
    run.refresh_from_db()
    assert run.noticed_by == city.first.account


def test_a_task_that_runs_twice_does_it_once(city: City, large: None) -> None:
    city.equipment(1)
    city.budget()
    decision = decisions.decide(city.first, city.run(), Kind.NOTICE)
    for _ in range(2):
        tasks.carry_out.call(decision.pk)
    stale = Decision.objects.get()
    stale.done_at = None  # as a worker has it that was taken for dead and lives on
    with pytest.raises(RefusedError):
        decisions.carry_out(stale, stale.progress.say)
    assert Award.objects.count() == 1
    assert Entry.objects.filter(action="settlement.open_notice").count() == 1


@pytest.mark.parametrize("second", ["first", "second"])
def test_a_second_press_is_refused_in_words(city: City, large: None, second: str) -> None:
    city.equipment(1)
    city.budget()
    run = city.run()
    _decide(_client(city), run, "notice")
    said = _decide(_client(city, second), run, "notice")
    assert f"was first: opening of the notice of run {run} is under way." in said
    assert Decision.objects.count() == 1


def test_nobody_waits_for_a_decision_but_is_told_of_it(city: City) -> None:
    city.equipment(1)
    run = city.noticed()
    decisions.decide(city.first, run, Kind.WITHDRAW, "a mistake")
    said = {"name": "Wang", "contact": "138", "text": "they never bought it"}
    for act in (
        lambda: runs.start_run(city.first, YEAR),
        lambda: objections.object_to(city.first, run, **said),
        lambda: decisions.decide(city.second, run, Kind.WITHDRAW, "another"),
    ):
        with pytest.raises(RefusedError, match=r"is under way|正在"):
            act()


def test_what_would_be_refused_is_refused_when_it_is_pressed(city: City, large: None) -> None:
    city.equipment(1)
    run = city.ended(city.noticed())
    assert "cannot approve the run" in _decide(_client(city), run, "approve")
    assert "Say why." in _decide(_client(city), run, "withdraw", reason=" ")
    assert not Decision.objects.exists()


def test_where_no_budget_bears_it_the_page_says_which_and_the_run_stays_a_draft(
    city: City, large: None
) -> None:
    city.equipment(1)
    run = city.run()
    officer = _client(city)
    _decide(officer, run, "notice")
    tasks.carry_out.call(Decision.objects.get().pk)
    page = _page(officer, run)
    assert "The public notice was not opened; nothing was changed." in page
    assert "there is no budget" in page
    assert "Open the public notice" in page
    run.refresh_from_db()
    assert run.state == Run.State.DRAFT
    assert not Award.objects.exists()
    city.budget()
    _decide(officer, run, "notice")
    tasks.carry_out.call(Decision.objects.first().pk)  # type: ignore[union-attr]
    assert "was not opened" not in _page(officer, run)


def test_a_county_does_not_read_what_budgets_lack(city: City) -> None:
    city.equipment(1)
    run = city.run()
    _decide(_client(city), run, "notice")
    assert "was not opened" in _page(_client(city), run)
    assert "was not opened" not in _page(_client(city, "county", Role.COUNTY), run)


def test_where_it_breaks_the_run_stays_as_it_was_and_the_page_says_so(
    city: City, large: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    city.equipment(1)
    run = city.ended(city.noticed())
    _decide(_client(city, "second"), run, "approve")

    def broken(*_: Any) -> None:
        raise RuntimeError("the disk is full")

    monkeypatch.setattr(notices, "reduce_awards", broken)
    tasks.carry_out.call(Decision.objects.get().pk)
    page = _page(_client(city), run)
    assert "The run was not approved; nothing was changed." in page
    assert "the disk is full" in page
    assert Award.objects.get().state == Award.State.COMMITTED
    assert Entry.objects.filter(action="settlement.fail_decision").count() == 1


def test_whoever_lost_the_right_meanwhile_decides_nothing(city: City, large: None) -> None:
    city.equipment(1)
    city.budget()
    decision = decisions.decide(city.first, city.run(), Kind.NOTICE)
    account = city.account(Role.CITY, "first")
    account.role = Role.COUNTY
    account.save()
    tasks.carry_out.call(decision.pk)
    decision.refresh_from_db()
    assert decision.fault
    assert Run.objects.get().state == Run.State.DRAFT


def test_what_nobody_works_on_any_more_can_be_gone_on_with(
    city: City,
    large: None,
    monkeypatch: pytest.MonkeyPatch,
    django_capture_on_commit_callbacks: Any,
) -> None:
    """A server that died after the decision was written and before it was queued."""
    city.equipment(1)
    city.budget()
    run = city.run()
    decisions.decide(city.first, run, Kind.NOTICE)
    other = _client(city, "second")
    assert "Go on" not in _page(other, run)
    monkeypatch.setattr(progress, "SILENT", -1)
    assert "Nothing has been heard of it for a while." in _page(other, run)
    with django_capture_on_commit_callbacks(execute=True):
        _decide(other, run, "again")
    run.refresh_from_db()
    assert (run.state, run.noticed_by) == (Run.State.NOTICED, city.first.account)


def test_what_was_left_undone_is_found_on_the_next_day(
    city: City, monkeypatch: pytest.MonkeyPatch, django_capture_on_commit_callbacks: Any
) -> None:
    city.equipment(1)
    city.budget()
    decisions.decide(city.first, city.run(), Kind.NOTICE)
    monkeypatch.setattr(progress, "SILENT", -1)
    with django_capture_on_commit_callbacks(execute=True):
        tasks.each_day(None, None)  # type: ignore[arg-type]
    assert Run.objects.get().state == Run.State.NOTICED


def test_many_lines_are_shared_out_as_one_is(city: City) -> None:
    """To the fen, also where the county's part is not even."""
    city.adopt("funding.county_share", "33.3333%")
    city.budget()
    city.budget(payer="350102")
    for number in range(1, 8):
        city.equipment(number, net=1_234_567_890_123 // number)
    run = city.noticed()
    shares = Shares(YEAR)
    for line in run.lines.all():
        borne = shares.of(line.measure, line.county, line.amount)
        made = line.awards.order_by("pk").values_list("budget", "amount")
        assert list(made) == [(budget.pk, fen) for budget, fen in borne]


def test_more_organizations_than_one_statement_takes_are_told_once_each(
    city: City, monkeypatch: pytest.MonkeyPatch
) -> None:
    from banyan.desk.messaging import sending
    from banyan.desk.records.models import Organization

    monkeypatch.setattr(sending, "AT_ONCE", 2)
    for number in range(1, 6):
        city.equipment(number)
        who = city.account(Role.ENTERPRISE, f"speaks-{number}")
        organization = Organization.objects.get(pk=city.making.credit_code(number))
        city.making.representation(who, organization)
    city.noticed()
    told = Message.objects.order_by("account").values_list("account__username", flat=True)
    assert list(told) == [f"speaks-{number}" for number in range(1, 6)]
