"""Official texts lie beside the rules; where a text changes, the rules that cite it are marked."""

from __future__ import annotations

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, transaction

from banyan.desk.audit import Actor, RefusedError
from banyan.desk.audit.models import Entry
from banyan.desk.people.roles import Role
from banyan.desk.policy import actions, library
from banyan.desk.policy.models import ArticleCheck, Clause, Document, TextVersion
from banyan.desk.policy_pack import declared_pack
from desk.making import Making
from desk.policy.conftest import NUMBER, SMALL, import_small


def _changed(text: str) -> str:
    return text.replace("按每亩 800 元给予补助", "按每亩 900 元给予补助")


def test_a_text_is_kept_clause_by_clause(making: Making) -> None:
    version = import_small(number="")
    assert version.document.number == "青政办〔2025〕17号"
    assert version.document.title == "青禾市扶持茶业发展总体方案"
    assert (version.document.in_force, version.document.last_day) == (
        date(2025, 4, 1),
        date(2028, 12, 31),
    )
    assert version.clauses.get(number="A1.1").heading == "新植补助"
    assert not version.checks.exists()


def test_a_text_lies_beside_the_article_of_its_number(making: Making) -> None:
    import_small()
    clauses = library.clauses(library.notice(declared_pack()))
    assert clauses["A1.1"].heading == "新植补助"


def test_the_units_of_a_point_are_those_of_the_heading_above_it(making: Making) -> None:
    import_small()
    clauses = library.clauses(library.notice(declared_pack()))
    assert [one.number for one in library.above(clauses, "A1.2.1")] == ["A1", "A1.2"]
    assert library.responsible_for(clauses, "A1.2.1") == "责任单位：市农业局、市水利局"


def test_the_text_of_another_document_does_not_lie_beside_the_rules(making: Making) -> None:
    import_small(number="")
    assert library.clauses(library.notice(declared_pack())) == {}


def test_a_text_with_changes_marks_the_articles_that_changed(making: Making) -> None:
    import_small()
    version = import_small(_changed)
    assert version.version == 2
    check = version.checks.get()
    assert (check.article, check.kind) == ("A1.1", ArticleCheck.Kind.CHANGED)
    assert ["removed", "800"] in check.spans
    assert ["added", "900"] in check.spans
    assert library.to_be_checked(declared_pack()) == {"A1.1"}


def test_an_article_that_went_and_those_that_took_its_number_are_marked(making: Making) -> None:
    import_small()
    version = import_small(
        lambda text: text.replace("十、标准制定\n\n主导制定标准的，奖励5万元。", "").replace(
            "十一、灾后恢复", "十、灾后恢复"
        )
    )
    found = {(check.article, check.kind, check.renumbered_from) for check in version.checks.all()}
    assert {("A1.10", "removed", ""), ("A1.10", "renumbered", "A1.11")} <= found
    assert {"A1.10", "A1.11"} <= library.to_be_checked(declared_pack())


def test_a_mark_stays_until_a_person_says_what_came_of_it(making: Making) -> None:
    import_small()
    import_small(_changed)
    administrator = making.actor(Role.ADMINISTRATOR)
    with pytest.raises(RefusedError):
        actions.confirm_article(administrator, "A1.1", "  ")
    actions.confirm_article(administrator, "A1.1", "the rate is another; the figure follows")
    assert library.to_be_checked(declared_pack()) == set()
    entry = Entry.objects.get(action="policy.confirm_article")
    assert entry.after["note"] == "the rate is another; the figure follows"


def test_what_was_checked_is_not_checked_again(making: Making) -> None:
    import_small()
    import_small(_changed)
    administrator = making.actor(Role.ADMINISTRATOR)
    actions.confirm_article(administrator, "A1.1", "looked at")
    with pytest.raises(RefusedError):
        actions.confirm_article(administrator, "A1.1", "looked at again")


def test_an_article_that_changed_twice_is_confirmed_once(making: Making) -> None:
    import_small()
    import_small(_changed)
    import_small(lambda text: text.replace("每亩 800 元", "每亩 700 元"))
    actions.confirm_article(making.actor(Role.ADMINISTRATOR), "A1.1", "looked at")
    assert not ArticleCheck.objects.open().exists()


def test_the_same_text_is_not_imported_twice(making: Making) -> None:
    import_small()
    with pytest.raises(RefusedError):
        import_small()
    assert TextVersion.objects.count() == 1


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\xff\xfe",
        SMALL.replace("新植补助", "新\0植").encode(),
        "一段没有条款的话。".encode(),
        b"x" * (2 * 1024 * 1024 + 1),
    ],
    ids=["nothing", "no UTF-8", "no text", "no clause", "too large"],
)
def test_what_is_no_official_text_is_refused(making: Making, content: bytes) -> None:
    with pytest.raises(RefusedError) as refused:
        actions.import_text(Actor(), content, "x.txt", number=NUMBER)
    assert refused.value.field == "file"
    assert not Document.objects.exists()


@pytest.mark.parametrize(
    "written", ["青政办[2025]17号", "青政办 〔2025〕 17号", "青政办（2025）17号"]
)
def test_a_number_that_is_written_otherwise_is_the_same(making: Making, written: str) -> None:
    first = import_small(number="")
    assert import_small(_changed, number=written).document == first.document


def test_a_text_without_a_number_asks_for_one(making: Making) -> None:
    with pytest.raises(RefusedError) as refused:
        import_small(lambda text: text.replace("青政办〔2025〕17号", ""), number="")
    assert refused.value.field == "number"


def test_a_known_document_that_a_text_repeals_ends(making: Making) -> None:
    old = Document.objects.create(
        number="青政办〔2021〕9号", title="青禾市茶园补助办法", in_force=date(2021, 1, 1)
    )
    version = import_small(number="")
    old.refresh_from_db()
    assert old.repealed_by == version.document
    assert old.last_day == date(2025, 3, 31)
    assert Entry.objects.filter(action="policy.repeal").count() == 1


def test_a_document_is_repealed_by_hand_once(making: Making) -> None:
    old = Document.objects.create(number="1", title="old", in_force=date(2021, 1, 1))
    new = Document.objects.create(number="2", title="new", in_force=date(2027, 1, 1))
    administrator = making.actor(Role.ADMINISTRATOR)
    actions.repeal(administrator, old, new, date(2027, 1, 1))
    old.refresh_from_db()
    assert not old.holds_on(date(2027, 1, 1))
    assert old.holds_on(date(2026, 12, 31))
    with pytest.raises(RefusedError):
        actions.repeal(administrator, old, new, date(2028, 1, 1))


@pytest.mark.parametrize(
    ("on", "by"), [(date(2020, 1, 1), "2"), (date(2030, 1, 1), "2"), (date(2026, 1, 1), "1")]
)
def test_a_repeal_that_cannot_be_is_refused(making: Making, on: date, by: str) -> None:
    old = Document.objects.create(
        number="1", title="old", in_force=date(2021, 1, 1), until=date(2029, 1, 1)
    )
    Document.objects.create(number="2", title="new")
    with pytest.raises(RefusedError):
        actions.repeal(Actor(), old, Document.objects.get(number=by), on)


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.ADMINISTRATOR])
def test_only_an_administrator_changes_documents(making: Making, role: Role) -> None:
    document = import_small().document
    actor = making.actor(role)
    with pytest.raises(PermissionDenied):
        actions.import_text(actor, SMALL.encode(), "x.txt", number="other")
    with pytest.raises(PermissionDenied):
        actions.repeal(actor, document, document, date(2027, 1, 1))
    with pytest.raises(PermissionDenied):
        actions.confirm_article(actor, "A1.1", "looked at")


@pytest.mark.parametrize("model", [TextVersion, Clause])
def test_the_database_refuses_to_change_a_text(making: Making, model: type[TextVersion]) -> None:
    import_small()
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        model.objects.update(text="another")
