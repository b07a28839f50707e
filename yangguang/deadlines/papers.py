"""Who reads the documents of suspensions and extensions: whoever may know of the clock."""

from __future__ import annotations

from typing import Any

from yangguang.deadlines import rules
from yangguang.deadlines.models import Clock
from yangguang.files.models import StoredFile
from yangguang.files.rules import register_owner


def may_read(file: StoredFile, user: Any) -> bool:
    return rules.visible_to(user).filter(uid=file.owner.uid).exists()


register_owner(Clock.REF_KIND, may_read)
