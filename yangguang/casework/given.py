"""What is handed to a case by name: as it is kept in a JSON field, and as conditions know it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from yangguang.lib.errors import Refusal

MOST = 50  # values for one case from one hand
LONGEST = 2_000


def kept(values: Mapping[str, Any]) -> dict[str, Any]:
    """Values as JSON keeps them. Refusal ``data`` for what is no plain value, or too much of it."""
    if len(values) > MOST:
        raise Refusal(_("随件数据超过 %(n)d 项，请只带办理要用的。") % {"n": MOST}, code="data")
    return {str(name): _kept(str(name), value) for name, value in values.items()}


def _kept(name: str, value: Any) -> Any:
    if isinstance(value, list | tuple):
        return [_kept(name, one) for one in value[: MOST + 1]]
    if isinstance(value, Decimal):
        return {"number": str(value)}
    if isinstance(value, date) and not isinstance(value, datetime):
        return {"date": value.isoformat()}
    if value is None or isinstance(value, bool | int) or (isinstance(value, str) and len(value) <= LONGEST):
        return value
    raise Refusal(
        _("“%(name)s”不能随件传递：只能是文字、整数、十进制数、日期、是非，或者它们的列表。")
        % {"name": name},
        code="data",
    )


def known(stored: Mapping[str, Any]) -> dict[str, Any]:
    """The same values as conditions know them."""
    return {name: _known(value) for name, value in stored.items()}


def _known(value: Any) -> Any:
    if isinstance(value, list):
        return [_known(one) for one in value]
    if isinstance(value, dict):
        return Decimal(value["number"]) if "number" in value else date.fromisoformat(value["date"])
    return value


def plain(value: Any) -> Any:
    """A fact as it is kept with a step, to be read and not to be reckoned with."""
    if isinstance(value, date | datetime):
        return value.isoformat()
    return str(value) if isinstance(value, Decimal) else value
