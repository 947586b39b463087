"""Everything the desk says is said in Chinese and in English."""

from __future__ import annotations

import importlib.util
import re
from pathlib import Path
from types import ModuleType

import pytest

SCRIPT = Path(__file__).parents[3] / "scripts" / "messages.py"
CHINESE = re.compile(r"[\u3000-\u303f\u3400-\u9fff\uf900-\ufaff\uff00-\uffef]")


def _messages() -> ModuleType:
    specification = importlib.util.spec_from_file_location("messages", SCRIPT)
    assert specification is not None
    assert specification.loader is not None
    module = importlib.util.module_from_spec(specification)
    specification.loader.exec_module(module)
    return module


messages = _messages()


@pytest.mark.parametrize("app", messages.apps(), ids=lambda app: app.name)
def test_every_word_of_an_app_has_its_chinese(app: Path) -> None:
    assert list(messages.faults(app)) == []


def test_a_word_has_one_chinese_in_all_apps() -> None:
    """The desk reads all catalogues as one: where two differ, the first would speak for both."""
    chinese: dict[tuple[str, str | None], dict[str, list[str]]] = {}
    for app in messages.apps():
        for message in messages.written(app):
            if not message.id:
                continue
            word = message.id if isinstance(message.id, str) else message.id[0]
            translations = chinese.setdefault((word, message.context), {})
            translations.setdefault(str(message.string), []).append(app.name)
    assert {word: found for word, found in chinese.items() if len(found) > 1} == {}


def test_no_template_has_chinese_of_its_own() -> None:
    found = [
        f"{path.relative_to(messages.DESK)}: {line.strip()}"
        for path in messages.DESK.rglob("*.html")
        if "node_modules" not in path.parts
        for line in path.read_text(encoding="utf-8").splitlines()
        if CHINESE.search(line)
    ]
    assert found == []


def test_words_are_found_in_code_and_in_templates(tmp_path: Path) -> None:
    (tmp_path / "models.py").write_text('name = _("Name")\n')
    (tmp_path / "page.html").write_text(
        '{% load i18n %}\n<b>it\'s</b> {% translate "Shown" %}\n'
        "  {% blocktranslate count n=2 %}One{% plural %}{{ n }} of them{% endblocktranslate %}\n"
    )
    said = messages.said(tmp_path)
    assert {message.id for message in said if message.id} == {
        "Name",
        "Shown",
        ("One", "%(n)s of them"),
    }


def test_a_word_without_chinese_and_one_that_is_gone_are_faults(tmp_path: Path) -> None:
    app = tmp_path / "app"
    (app / messages.PLACE).parent.mkdir(parents=True)
    (app / "models.py").write_text('_("Old") , _("New"), _("Empty")\n')
    (app / messages.PLACE).write_text(
        'msgid "Old"\nmsgstr "旧"\n\nmsgid "Empty"\nmsgstr ""\n\nmsgid "Gone"\nmsgstr "去"\n'
    )
    assert sorted(messages.faults(app)) == [
        "app: no Chinese for 'Empty'",
        "app: not in the catalogue: 'New'",
        "app: nothing says any more 'Gone'",
    ]
