"""Fuzhou's notice on new industrialization of 2026: a plan and six annexes of measures."""

from __future__ import annotations

from datetime import date
from functools import cache
from pathlib import Path

from banyan.packs.fuzhou import annex1, annex2, annex3, annex4, annex5, annex6
from banyan.packs.fuzhou.conditions import LOCAL
from banyan.packs.fuzhou.facts import SCHEMA
from banyan.packs.fuzhou.groups import GROUPINGS
from banyan.packs.fuzhou.lists import CRITERIA
from banyan.rules.articles import (
    load_articles,
    load_interpretations,
    load_units,
    read_toml,
)
from banyan.rules.pack import Pack, build_pack, folder_sha256
from banyan.rules.parameters import load_parameters

FOLDER = Path(__file__).parent
IN_FORCE = (date(2026, 1, 1), date(2031, 1, 1))


@cache
def pack() -> Pack:
    """The whole policy. Raises PackError where it does not hold together."""
    units = load_units(FOLDER / "units.toml")
    articles = load_articles(FOLDER / "articles.toml", units)
    return build_pack(
        name="fuzhou-2026",
        version="2026.1",
        sha256=folder_sha256(FOLDER),
        in_force=IN_FORCE,
        schema=SCHEMA,
        parameters=load_parameters(FOLDER / "parameters.toml", IN_FORCE),
        articles=articles,
        units=units,
        interpretations=load_interpretations(FOLDER / "interpretations.toml", articles),
        words=read_toml(FOLDER / "words.toml"),
        measures=(
            *annex1.MEASURES,
            *annex2.MEASURES,
            *annex3.MEASURES,
            *annex4.MEASURES,
            *annex5.MEASURES,
            *annex6.MEASURES,
        ),
        choices=(annex3.project_choice, annex3.loan_choice),
        everywhere=(LOCAL,),
        groupings=GROUPINGS,
        criteria=CRITERIA,
    )
