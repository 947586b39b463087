"""Makes what the desk's tests need, briefly: units, accounts, organizations."""

from __future__ import annotations

from typing import Any

from banyan.desk.audit import Actor
from banyan.desk.people.models import Account, Unit
from banyan.desk.people.roles import Role
from banyan.desk.records.models import FACTS, Organization, Representation, Source
from banyan.rules.credit_code import complete

PASSWORD = "correct-horse-battery"


class Making:
    """Each method makes one thing with plain values and returns it."""

    def unit(self, code: str = "industry", county: str = "") -> Unit:
        made, _ = Unit.objects.get_or_create(
            code=code, defaults={"name_zh": f"{code}单位", "name_en": code, "county": county}
        )
        return made

    def account(self, role: Role, username: str = "", county: str = "350102") -> Account:
        """An account of the role; a county officer's unit has ``county``."""
        unit = None
        if role is Role.COUNTY:
            unit = self.unit(f"county-{county}", county)
        elif role is not Role.ENTERPRISE:
            unit = self.unit()
        return Account.objects.create_user(
            username or role.value,
            password=PASSWORD,
            name=username or role.value,
            role=role,
            unit=unit,
        )

    def actor(self, role: Role, **more: Any) -> Actor:
        return Actor(self.account(role, **more))

    def credit_code(self, number: int) -> str:
        return complete(f"91350100MA{number:07d}")

    def source(self) -> Source:
        made, _ = Source.objects.get_or_create(kind=Source.Kind.IMPORTED, note="test")
        return made

    def organization(self, number: int = 1, **facts: Any) -> Any:
        values = {
            "uscc": self.credit_code(number),
            "name": f"福州第{number}机械有限公司",
            "kind": "enterprise",
            "county": "350102",
            "industry": "C3411",
            "size": "medium",
        }
        return Organization.objects.create(source=self.source(), **(values | facts))

    def fact(self, table: str, **values: Any) -> Any:
        return FACTS[table].objects.create(source=self.source(), **values)

    def representation(self, account: Account, organization: Any) -> Representation:
        return Representation.objects.create(account=account, organization=organization)
