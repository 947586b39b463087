"""The lists of the pack, as they are read."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from banyan.desk.lists import declared
from banyan.desk.policy_pack import declared_pack
from banyan.desk.records.labels import LANGUAGES
from banyan.rules.errors import PackError

HEAD = """
[groups]
growth = { zh = "壮大", en = "Growth" }

[lists.one]
zh = "名单"
en = "List"
"""
GOOD = {
    "group": '"growth"',
    "article": '"P2.1"',
    "unit": '"industry"',
    "proposes": '["county"]',
}


@pytest.mark.django_db
def test_the_real_file_is_read() -> None:
    lists = declared.declared_lists()
    assert len(lists) == 25
    rongsheng = lists["rongsheng"]
    assert (rongsheng.places_a_year(), list(rongsheng.batches)) == (
        500,
        ["raise", "attract", "split", "reserve"],
    )
    gradient = lists["gradient"]
    assert gradient.ladder
    assert next(iter(gradient.tiers)) == "small_micro"
    assert gradient.criteria.keys() == gradient.tiers.keys()


def test_every_list_and_all_that_belongs_to_it_has_words_in_both_languages() -> None:
    for one in declared.declared_lists().values():
        named = [one, *one.tiers.values(), *one.stages.values(), *one.batches.values(), *one.fields]
        for thing in named:
            assert set(LANGUAGES) <= set(thing.words), (one.code, thing.code)


def test_every_recognition_that_the_lists_write_is_known_to_the_facts() -> None:
    kinds = set(declared_pack().schema.table("recognitions").column("kind").words)
    written = {
        tier.recognition.kind
        for one in declared.declared_lists().values()
        for tier in one.tiers.values()
        if tier.recognition is not None
    }
    assert written <= kinds
    assert {"little_giant", "srdi", "technology_centre", "chain_key"} <= written


def read(folder: Path, monkeypatch: pytest.MonkeyPatch, **said: str) -> Any:
    """A file with one list that says this."""
    path = folder / "lists.toml"
    lines = [f"{name} = {value}" for name, value in (GOOD | said).items() if value]
    path.write_text(HEAD + "\n".join(lines), encoding="utf-8")
    monkeypatch.setattr(declared, "lists_file", lambda: path)
    monkeypatch.setattr(declared, "groups", declared.groups.__wrapped__)
    return declared.declared_lists.__wrapped__()["one"]


@pytest.mark.parametrize(
    ("said", "fault"),
    [
        ({"article": '"Z9"'}, "no article Z9"),
        ({"unit": '"nobody"'}, "no unit nobody"),
        ({"group": '"none"'}, "no group none"),
        ({"proposes": '["anyone"]'}, "proposes names roles"),
        ({"places": '"no.figure"'}, "no figure no.figure"),
        ({"term": '"rongsheng.investment"'}, "no figure rongsheng.investment"),
        ({"recognition": '{ kind = "nobel" }'}, "no recognition nobel"),
        ({"recognition": '{ kind = "srdi", level = "local" }'}, "no level local"),
        (
            {"stages.end": '{ zh = "完", en = "end", recognition = { kind = "srdi" } }'},
            "a stage with a recognition has an award",
        ),
    ],
)
def test_a_mistake_is_found_at_the_start(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, said: dict[str, str], fault: str
) -> None:
    with pytest.raises(PackError, match=fault):
        read(tmp_path, monkeypatch, **said)
