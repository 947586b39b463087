"""What administrators do with units."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from banyan.desk.audit import Actor, action, log
from banyan.desk.people.access import require
from banyan.desk.people.models import Account, Unit
from banyan.desk.people.roles import Role
from banyan.desk.policy_pack import declared_pack

CITY_ITSELF = "00"
"""The end of the code of the city itself, which is no county."""


def _said(unit: Unit) -> dict[str, Any]:
    return {
        "code": unit.code,
        "name_zh": unit.name_zh,
        "name_en": unit.name_en,
        "county": unit.county,
    }


def counties() -> dict[str, dict[str, str]]:
    """The counties by their code, with their names in the pack's languages."""
    words = declared_pack().words["words"]["county"]
    return {code: dict(said) for code, said in words.items() if not code.endswith(CITY_ITSELF)}


@action("people.make_unit")
def make_unit(actor: Actor, *, code: str, name_zh: str, name_en: str, county: str = "") -> Unit:
    """Raises ValidationError."""
    require(actor, Role.ADMINISTRATOR)
    unit = Unit(code=code, name_zh=name_zh, name_en=name_en, county=county)
    _check_county(unit)
    unit.full_clean()
    unit.save()
    log(unit, after=_said(unit))
    return unit


@action("people.change_unit")
def change_unit(actor: Actor, unit: Unit, *, name_zh: str, name_en: str, county: str) -> None:
    """Raises ValidationError. The county cannot change under people who work there: it decides
    what they see."""
    require(actor, Role.ADMINISTRATOR)
    unit = Unit.objects.select_for_update().get(pk=unit.pk)
    before = _said(unit)
    if county != unit.county and Account.objects.filter(unit=unit).exists():
        raise ValidationError({"county": _("Accounts belong to this unit; move them first.")})
    unit.name_zh, unit.name_en, unit.county = name_zh, name_en, county
    _check_county(unit)
    unit.full_clean()
    unit.save(update_fields=["name_zh", "name_en", "county"])
    log(unit, before=before, after=_said(unit))


def units_to_set_up() -> list[Unit]:
    """The units that the policy names and one for every county, those that are not there yet.
    ``counties``, which stands for all of them, is no unit of its own."""
    wanted = [
        Unit(code=code, name_zh=said["zh"], name_en=said["en"])
        for code, said in declared_pack().units.items()
        if code != "counties"
    ]
    wanted += [
        Unit(
            code=f"county-{code}",
            name_zh=f"{said['zh']}人民政府",
            name_en=f"People's Government of {said['en']}",
            county=code,
        )
        for code, said in counties().items()
    ]
    known = set(Unit.objects.values_list("code", flat=True))
    return [unit for unit in wanted if unit.code not in known]


@action("people.set_up_units")
def set_up_units(actor: Actor) -> list[Unit]:
    """Makes ``units_to_set_up`` and returns them. Done twice, it makes nothing the second time."""
    require(actor, Role.ADMINISTRATOR)
    made = units_to_set_up()
    for unit in made:
        unit.full_clean()
        unit.save()
    log("people.unit", after={"made": [unit.code for unit in made]})
    return made


def _check_county(unit: Unit) -> None:
    if unit.county and unit.county not in counties():
        raise ValidationError({"county": _("There is no such county.")})
