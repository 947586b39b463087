"""How each action of lists is called, and what their routes name."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.utils import timezone

from banyan.desk.lists.actions import (
    changing,
    deciding,
    evaluating,
    following,
    proposing,
    publishing,
    reporting,
    rounds,
    terms,
)
from banyan.desk.lists.declared import list_of
from banyan.desk.lists.importing import actions as importing
from banyan.desk.lists.importing import tasks
from banyan.desk.lists.models import (
    Candidacy,
    Change,
    Entry,
    Evaluation,
    ListImport,
    Publication,
    Round,
)
from banyan.desk.records.actions import enter
from banyan.desk.records.writing import as_draft
from desk.lists.listing import TASK, Listing
from desk.lists.test_terms import ending, recognized
from desk.making import Making


def _round(making: Making) -> Round:
    return Round.objects.filter(state="open").first() or Listing(making).opened()


def _candidate(making: Making) -> Candidacy:
    known = Candidacy.objects.filter(state="proposed").first()
    return known or Listing(making).proposed(_round(making))


def _entry(making: Making) -> Entry:
    return Entry.objects.standing().first() or Listing(making).entered()


def _asked(making: Making) -> Publication:
    known = Publication.objects.filter(state="proposed").first()
    if known is not None:
        return known
    listing = Listing(making)
    round_ = listing.opened("leaders")
    listing.taken(round_, listing.organization())
    return publishing.propose_publication(listing.city, round_)


def _change(making: Making) -> Change:
    known = Change.objects.filter(state="proposed").first()
    if known is not None:
        return known
    listing = Listing(making)
    return changing.propose_exits(listing.city, [_entry(making)], "wish", "企业申请")[0]


def _import(making: Making) -> ListImport:
    known = ListImport.objects.first()
    if known is not None:
        return known
    listing = Listing(making)
    organization = listing.organization()
    return listing.sent([{"uscc": organization.pk, "batch": "raise"}], _round(making))


def _confirmed(making: Making) -> ListImport:
    made = _import(making)
    importing.confirm(Listing(making).county, made)
    made.refresh_from_db()
    return made


def _draft(making: Making) -> Round:
    listing = Listing(making)
    return rounds.prepare_round(
        listing.city, list_of("task_list"), year=listing.today.year, closes_on=listing.today
    )


def _staged(making: Making) -> Entry:
    return Listing(making).entered("service_engagements", subject="诊断")


def _evaluation(making: Making) -> Evaluation:
    return Evaluation.objects.create(year=2026)


def _follow(making: Making) -> None:
    listing = Listing(making)
    recognized(listing)
    place = next(one for one in following.places() if one.tier.code == "srdi")
    numbers = following.new_records(place, listing.today)
    following.follow_records(TASK, place, numbers, listing.today)


def _follow_ends(making: Making) -> None:
    _follow(making)
    entry = Entry.objects.get()
    following.follow_ends(TASK, {entry.pk: None}, timezone.localdate())


def _lapse(making: Making) -> None:
    entry = ending(Listing(making))
    assert entry.expires_on is not None
    terms.lapse(TASK, [entry.pk], entry.expires_on)


def _record(making: Making) -> None:
    organization = Listing(making).organization()
    row = {
        "recognition": "R1",
        "uscc": organization.pk,
        "kind": "srdi",
        "recognized_on": "2026-03-01",
    }
    enter(Listing(making).city, as_draft([("recognitions", None, row)]))


def _does(act: Callable[[Making], object]) -> Callable[[Making], None]:
    def scenario(making: Making) -> None:
        act(making)

    return scenario


SCENARIOS: dict[str, Callable[[Making], None]] = {
    "lists.prepare_round": _does(_draft),
    "lists.add_task": _does(
        lambda making: rounds.add_task(Listing(making).city, _draft(making), "攻关")
    ),
    "lists.open_round": _does(_round),
    "lists.cancel_round": _does(
        lambda making: rounds.cancel_round(Listing(making).city, _round(making), "推迟")
    ),
    "lists.propose": _does(_candidate),
    "lists.withdraw": _does(
        lambda making: proposing.withdraw(Listing(making).county, _candidate(making))
    ),
    "lists.take": _does(
        lambda making: deciding.take(
            Listing(making).city, _round(making), [_candidate(making).pk], "好"
        )
    ),
    "lists.refuse": _does(
        lambda making: deciding.refuse(
            Listing(making).city, _round(making), [_candidate(making).pk], "不符"
        )
    ),
    "lists.score": _does(
        lambda making: deciding.score(Listing(making).city, _candidate(making), 80)
    ),
    "lists.propose_publication": _does(_asked),
    "lists.confirm_publication": _does(
        lambda making: publishing.confirm_publication(Listing(making).second, _asked(making))
    ),
    "lists.refuse_publication": _does(
        lambda making: publishing.refuse_publication(Listing(making).second, _asked(making), "否")
    ),
    "lists.withdraw_publication": _does(
        lambda making: publishing.withdraw_publication(Listing(making).city, _asked(making))
    ),
    "lists.propose_renewals": _does(
        lambda making: changing.propose_renewals(Listing(making).city, [_entry(making)], "通过")
    ),
    "lists.propose_exits": _does(_change),
    "lists.confirm_changes": _does(
        lambda making: changing.confirm_changes(Listing(making).second, [_change(making)])
    ),
    "lists.refuse_change": _does(
        lambda making: changing.refuse_change(Listing(making).second, _change(making), "否")
    ),
    "lists.withdraw_change": _does(
        lambda making: changing.withdraw_change(Listing(making).city, _change(making))
    ),
    "lists.advance": _does(
        lambda making: changing.advance(
            Listing(making).city, _staged(making), "diagnosed", {"finding": "能耗偏高"}
        )
    ),
    "lists.note": _does(
        lambda making: changing.note(Listing(making).city, _entry(making), "已走访")
    ),
    "lists.report": _does(
        lambda making: reporting.report(
            Listing(making).city, _entry(making), timezone.localdate().year, {"revenue": "1500"}
        )
    ),
    "lists.begin_reviews": _does(
        lambda making: terms.begin_reviews(TASK, [ending(Listing(making)).pk], timezone.localdate())
    ),
    "lists.lapse": _lapse,
    "lists.follow_records": _follow,
    "lists.follow_ends": _follow_ends,
    "lists.evaluate": _does(lambda making: evaluating.ask_evaluation(Listing(making).city)),
    "lists.record_evaluation": _does(
        lambda making: evaluating.record_evaluation(TASK, _evaluation(making), [], 0)
    ),
    "lists.fail_evaluation": _does(
        lambda making: evaluating.fail_evaluation(TASK, _evaluation(making), "no records")
    ),
    "lists.upload": _does(_import),
    "lists.check_import": _does(_import),
    "lists.confirm_import": _does(_confirmed),
    "lists.write_import": _does(
        lambda making: tasks.begin_write(Listing(making).county, _confirmed(making))
    ),
    "records.enter": _record,
}


def _of_list(making: Making) -> dict[str, Any]:
    return {"code": "gradient"}


ROUTES: dict[str, Callable[[Making], dict[str, Any]]] = {
    "lists:organization": lambda making: {"uscc": Listing(making).organization().pk},
    "lists:decide_change": lambda making: {"pk": _change(making).pk},
    "lists:round": lambda making: {"pk": _candidate(making).round_id},
    "lists:decide": lambda making: {"pk": _candidate(making).round_id},
    "lists:propose": lambda making: {"pk": _round(making).pk},
    "lists:act_round": lambda making: {"pk": _round(making).pk, "name": "open"},
    "lists:export_round": lambda making: {"pk": _candidate(making).round_id, "form": "csv"},
    "lists:withdraw": lambda making: {"pk": _candidate(making).pk},
    "lists:decide_publication": lambda making: {"pk": _asked(making).pk},
    "lists:entry": lambda making: {"pk": _entry(making).pk},
    "lists:act_entry": lambda making: {"pk": _entry(making).pk, "name": "note"},
    "lists:import": lambda making: {"pk": _import(making).pk},
    "lists:confirm_import": lambda making: {"pk": _import(making).pk},
    "lists:import_again": lambda making: {"pk": _import(making).pk},
    "lists:export": lambda making: {"code": "gradient", "form": "csv"},
    "lists:template": lambda making: {"code": "gradient", "form": "xlsx"},
    **dict.fromkeys(
        (
            "lists:list",
            "lists:board",
            "lists:flow",
            "lists:rounds",
            "lists:prepare",
            "lists:standing",
            "lists:propose_standing",
            "lists:reviews",
            "lists:propose_changes",
            "lists:send",
        ),
        _of_list,
    ),
    "lists:progress": lambda making: {"code": "rongsheng"},
}
