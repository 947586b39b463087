"""The words of the desk: which there are, and their Chinese.

    python scripts/messages.py extract    brings each app's locale/zh_Hans up to what it says
    python scripts/messages.py compile    writes the catalogues that the desk reads (.mo)

Words stand in English in templates and code; each app has a catalogue of its own. ``extract``
keeps translations, adds new words with an empty one, and drops those that nothing says any more.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

DESK = Path(__file__).parent.parent / "src" / "banyan" / "desk"
PLACE = Path("locale") / "zh_Hans" / "LC_MESSAGES" / "django.po"
KEYWORDS: dict[str, tuple[int | tuple[int, str], ...] | None] = {
    "_": None,
    "gettext": None,
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
    "npgettext_lazy": ((1, "c"), 2, 3),
}


def apps() -> list[Path]:
    """The folders of the apps, ``audit`` first."""
    return sorted(path.parent for path in DESK.glob("*/apps.py"))


def said(app: Path) -> Catalog:
    """Every message that an app's code and templates say, with the files that say it."""
    catalog = _empty()
    for path in sorted([*app.rglob("*.py"), *app.rglob("*.html"), *app.rglob("*.txt")]):
        inside = path.relative_to(app).parts
        if {"migrations", "frontend", "static", "locale"} & set(inside):
            continue
        source = path.read_text(encoding="utf-8")
        if path.suffix != ".py":
            source = _as_code(source)
        for _, message, comments, context in extract(
            "python", BytesIO(source.encode()), keywords=KEYWORDS
        ):
            catalog.add(
                message,
                locations=[("/".join(inside), 0)],
                auto_comments=comments,
                context=context,
            )
    return catalog


def written(app: Path) -> Catalog:
    """The app's catalogue as it stands."""
    path = app / PLACE
    if not path.exists():
        return _empty()
    with path.open("rb") as file:
        return read_po(file, locale="zh_Hans_CN", domain="django")


def faults(app: Path) -> Iterator[str]:
    """What is wrong with an app's catalogue, in words."""
    catalog = written(app)
    needed = said(app)
    for message in needed:
        if not message.id:
            continue
        words = message.id if isinstance(message.id, str) else message.id[0]
        translated = catalog.get(words, message.context)
        if translated is None:
            yield f"{app.name}: not in the catalogue: {words!r}"
        elif translated.fuzzy or not _filled(translated.string):
            yield f"{app.name}: no Chinese for {words!r}"
    for message in catalog:
        words = message.id if isinstance(message.id, str) else message.id[0]
        if words and needed.get(words, message.context) is None:
            yield f"{app.name}: nothing says any more {words!r}"
    for message, errors in catalog.check():
        yield from (f"{app.name}: {message.id!r}: {error}" for error in errors)


def bring_up_to_date() -> None:
    for app in apps():
        needed = said(app)
        if not any(message.id for message in needed):
            continue
        catalog = written(app)
        catalog.update(needed, no_fuzzy_matching=True)
        catalog.obsolete.clear()
        path = app / PLACE
        path.parent.mkdir(parents=True, exist_ok=True)
        out = BytesIO()
        write_po(out, catalog, width=100, omit_header=True, sort_by_file=True, include_lineno=False)
        path.write_bytes(HEADER + out.getvalue())


def compile_all() -> None:
    for app in apps():
        path = app / PLACE
        if not path.exists():
            continue
        with path.with_suffix(".mo").open("wb") as file:
            write_mo(file, written(app))


HEADER = b"""msgid ""
msgstr ""
"Content-Type: text/plain; charset=UTF-8\\n"
"Content-Transfer-Encoding: 8bit\\n"
"Language: zh_Hans\\n"
"Plural-Forms: nplurals=1; plural=0;\\n"

"""


def _empty() -> Catalog:
    return Catalog(locale="zh_Hans_CN", domain="django")


def _as_code(template: str) -> str:
    """A template as Python code that says its messages."""
    from django.conf import settings

    if not settings.configured:
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "banyan.desk.settings")
    from django.utils.translation import templatize

    return "\n".join(line.strip() for line in templatize(template).splitlines())


def _filled(string: object) -> bool:
    return bool(string) if isinstance(string, str) else bool(string) and all(string)  # type: ignore[call-overload]


if __name__ == "__main__":
    commands = {"extract": bring_up_to_date, "compile": compile_all}
    if sys.argv[1:] not in ([name] for name in commands):
        sys.exit(__doc__)
    commands[sys.argv[1]]()
