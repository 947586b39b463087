"""The units for which officers work."""

from __future__ import annotations

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse

from banyan.desk.audit import Actor
from banyan.desk.people import actions
from banyan.desk.people.models import Unit
from banyan.desk.people.roles import Role
from banyan.packs.fuzhou.facts import COUNTIES
from desk.making import Making


def test_the_units_of_the_policy_and_its_counties_are_set_up_once(making: Making) -> None:
    making.unit("finance")
    made = actions.set_up_units(Actor())
    assert "finance" not in [unit.code for unit in made]
    assert Unit.objects.get(code="power").name_zh == "福州供电公司"
    counties = set(Unit.objects.exclude(county="").values_list("county", flat=True))
    assert counties == set(COUNTIES) - {"350100"}
    assert Unit.objects.get(county="350102").name_zh == "鼓楼区人民政府"
    assert actions.set_up_units(Actor()) == []


def test_the_county_of_a_unit_is_one_of_the_city_s(making: Making) -> None:
    with pytest.raises(ValidationError):
        actions.make_unit(Actor(), code="a", name_zh="a", name_en="a", county="110101")


def test_the_county_of_a_unit_does_not_change_under_its_people(making: Making) -> None:
    account = making.account(Role.COUNTY)
    assert account.unit is not None
    with pytest.raises(ValidationError):
        actions.change_unit(Actor(), account.unit, name_zh="a", name_en="a", county="350103")
    actions.change_unit(Actor(), account.unit, name_zh="新", name_en="New", county="350102")
    account.unit.refresh_from_db()
    assert account.unit.name_zh == "新"


def test_an_administrator_sets_units_up_and_makes_and_changes_one(making: Making) -> None:
    client = Client()
    client.force_login(making.account(Role.ADMINISTRATOR))
    client.post(reverse("people:set_up_units"))
    assert Unit.objects.filter(code="power").exists()
    entered = {"code": "bank-1", "name_zh": "某银行", "name_en": "A Bank", "county": ""}
    client.post(reverse("people:new_unit"), entered)
    unit = Unit.objects.get(code="bank-1")
    entered = {"name_zh": "另一银行", "name_en": "Another Bank", "county": ""}
    client.post(reverse("people:unit", args=[unit.pk]), entered)
    unit.refresh_from_db()
    assert unit.name_zh == "另一银行"
    again = client.post(reverse("people:new_unit"), {**entered, "code": "bank-1"})
    assert again.status_code == 200
    assert again.context["form"].errors
