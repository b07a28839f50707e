"""What the worker does for the room: rows that are only kept for a time are deleted in time."""

from datetime import timedelta

from yangguang.accounts import actions
from yangguang.jobs.schedule import every
from yangguang.lib import clock

# 网络安全法 (2026: article 23, before: article 21): network logs are kept six months at least. A year lets the
# yearly audit see all of its year.
KEEP_DAYS = 366


@every("accounts.prune", seconds=86_400, label="清理到期的登录记录", steady=True)
def prune() -> None:
    actions.forget_sessions()
    actions.prune(signed_in_before=clock.now() - timedelta(days=KEEP_DAYS))
