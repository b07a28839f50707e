"""Whether a failure says that there is no room left to write: a full disk, a used-up quota, a limit on the size of files."""

from __future__ import annotations

import errno
import sqlite3
from collections.abc import Iterator

_FULL = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})
_SQLITE_FULL, _SQLITE_WRITE, _SQLITE_SHARED = (
    13,
    778,
    4874,
)  # SQLITE_FULL, SQLITE_IOERR_WRITE, SQLITE_IOERR_SHMSIZE
_POSTGRESQL_FULL = "53100"  # disk_full

NO_ROOM = "服务器的磁盘满了，这一步没有办成，先前办好的都在。请系统管理员腾出空间（yangguang doctor 会说明），然后再做一次。"


def is_full(error: BaseException | None) -> bool:
    """Whether *error*, or what led to it, is the lack of room."""
    return any(_says_so(one) for one in _chain(error))


def _chain(error: BaseException | None) -> Iterator[BaseException]:
    seen: set[int] = set()
    while error is not None and id(error) not in seen:
        seen.add(id(error))
        yield error
        error = error.__cause__ or error.__context__


def _says_so(error: BaseException) -> bool:
    if isinstance(error, sqlite3.Error):
        code = getattr(error, "sqlite_errorcode", None)  # 3.11 has it, but not for every error
        return code in (_SQLITE_FULL, _SQLITE_WRITE, _SQLITE_SHARED) or "disk is full" in str(error)
    if isinstance(error, OSError):
        return error.errno in _FULL
    return getattr(error, "sqlstate", None) == _POSTGRESQL_FULL
