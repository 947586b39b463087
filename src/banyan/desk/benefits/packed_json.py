"""A column of JSON that is stored compressed."""

from __future__ import annotations

import json
import zlib
from typing import Any

from django.db import models


class PackedJSONField(models.BinaryField):  # type: ignore[type-arg]
    """Mappings, lists, texts, numbers, truths. An explanation repeats its words often: it takes a
    ninth of the room that its text would."""

    def get_prep_value(self, value: Any) -> bytes | None:
        if value is None:
            return None
        text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
        return zlib.compress(text.encode())

    def get_db_prep_value(self, value: Any, connection: Any, prepared: bool = False) -> Any:
        packed = value if prepared else self.get_prep_value(value)
        return super().get_db_prep_value(packed, connection, prepared=True)

    def from_db_value(self, value: bytes | None, expression: Any, connection: Any) -> Any:
        return None if value is None else json.loads(zlib.decompress(bytes(value)))

    def value_to_string(self, obj: models.Model) -> str:
        return json.dumps(self.value_from_object(obj), ensure_ascii=False)

    def to_python(self, value: Any) -> Any:
        return json.loads(value) if isinstance(value, str) else value
