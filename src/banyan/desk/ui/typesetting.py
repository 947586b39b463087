"""Sets documents as PDF with typst, in the fonts that the front end's build puts there."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import datetime
from functools import cache
from importlib.resources import files
from typing import Any

import typst
from django.conf import settings

FAMILY = "Noto Serif SC"


class FontsMissingError(Exception):
    """The fonts that documents are set in are not there: the front end has not been built."""


def typeset(package: str, template: str, data: Mapping[str, Any], at: datetime) -> bytes:
    """The PDF of ``template`` (a file of ``package``), which reads ``data`` as JSON from
    ``sys.inputs.data``. The same data and moment give the same bytes. Raises FontsMissingError."""
    made = typst.compile(
        files(package).joinpath(template).read_bytes(),
        font_paths=_fonts(),
        ignore_system_fonts=True,
        format="pdf",
        sys_inputs={"data": json.dumps(data, ensure_ascii=False)},
        timestamp=int(at.timestamp()),
    )
    assert isinstance(made, bytes)
    return made


@cache
def _fonts() -> typst.Fonts:
    fonts = typst.Fonts(
        include_system_fonts=False, include_embedded_fonts=True, font_paths=[str(settings.FONTS)]
    )
    if FAMILY not in fonts.families():
        raise FontsMissingError(f"no {FAMILY} in {settings.FONTS}: build the front end")
    return fonts
