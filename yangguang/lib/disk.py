"""Failures of files: whether there is no room left (a full disk, a used-up quota, a limit on size), and why in Chinese."""

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

_WHY = {
    errno.ENOENT: "没有这个文件或文件夹",
    errno.EACCES: "没有权限",
    errno.EPERM: "没有权限",
    errno.EEXIST: "已经有同名的文件或文件夹",
    errno.ENOTDIR: "路径当中有一段不是文件夹",
    errno.EISDIR: "这是文件夹，不是文件",
    errno.EROFS: "这里只能读，不能写",
    errno.ENAMETOOLONG: "名称太长",
    errno.ENOSPC: "磁盘满了",
    errno.EDQUOT: "磁盘配额用完了",
    errno.EIO: "磁盘读写出错",
}

NO_ROOM = "服务器的磁盘满了，这一步没有办成，先前办好的都在。请系统管理员腾出空间（yangguang doctor 会说明），然后再做一次。"


def is_full(error: BaseException | None) -> bool:
    """Whether *error*, or what led to it, is the lack of room."""
    return any(_says_so(one) for one in _chain(error))


def why(error: OSError) -> str:
    """What kept a file from being read or written, in Chinese where it is a common reason, else as the system says it."""
    return _WHY.get(error.errno or 0) or error.strerror or str(error)


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
