"""Two model fields that every room uses: a public identifier and a soft reference."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.db import models

from yangguang.lib import ref, uid


class UidField(models.CharField):
    """The public identifier of a record: 26 characters, made once, never changed."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.update(max_length=uid.LENGTH, unique=True, editable=False, default=uid.new_uid)
        super().__init__(*args, **kwargs)

    def db_type(self, connection: Any) -> str | None:
        # By its full name, which is the same type: Django gives every unique "varchar" a second index for LIKE, and by
        # half an identifier nobody looks.
        told = super().db_type(connection)
        return (
            told.replace("varchar", "character varying")
            if told and connection.vendor == "postgresql"
            else told
        )

    def deconstruct(self) -> Any:
        name, path, args, kwargs = super().deconstruct()
        for key in ("max_length", "unique", "editable", "default"):
            kwargs.pop(key, None)
        return name, path, args, kwargs


class RefField(models.CharField):
    """A soft reference, stored as ``kind:uid``; reads back as :class:`yangguang.lib.ref.Ref`."""

    # What mypy's Django plugin reads for the type of the attribute.
    _pyi_private_set_type: ref.Ref | str  # type: ignore[assignment]
    _pyi_private_get_type: ref.Ref  # type: ignore[assignment]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs["max_length"] = ref.MAX_LENGTH
        super().__init__(*args, **kwargs)

    def deconstruct(self) -> Any:
        name, path, args, kwargs = super().deconstruct()
        kwargs.pop("max_length", None)
        return name, path, args, kwargs

    def from_db_value(self, value: str | None, expression: Any, connection: Any) -> ref.Ref | None:
        return ref.Ref.parse(value) if value else None

    def to_python(self, value: Any) -> ref.Ref | None:
        if value is None or isinstance(value, ref.Ref):
            return value
        if value == "":
            return None
        try:
            return ref.Ref.parse(str(value))
        except ValueError as error:
            raise ValidationError(str(error)) from error

    def get_prep_value(self, value: Any) -> str | None:
        if value is None or value == "":
            return None if self.null else ""
        return str(value)

    def value_to_string(self, obj: models.Model) -> str:
        return self.get_prep_value(self.value_from_object(obj)) or ""
