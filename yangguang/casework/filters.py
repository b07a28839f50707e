"""The verbs of saved filters. A private one is nobody else's business; that one is shared or taken back is an act."""

from __future__ import annotations

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from yangguang.accounts.models import User
from yangguang.casework import desklist
from yangguang.casework.acts import FILTER_SHARED, FILTER_UNSHARED
from yangguang.casework.models import SavedFilter
from yangguang.journal.actions import record
from yangguang.lib.errors import Refusal
from yangguang.organisations.acting import Acting
from yangguang.organisations.rules import appointments

MOST_OWN = 12  # more tabs than that nobody finds her way in


@transaction.atomic
def save_filter(
    name: str, chosen: desklist.Filter, *, user: User, shared: bool = False, default: bool = False
) -> SavedFilter:
    """Keep what the desk is narrowed by under a name; the same name again replaces it.

    ``shared`` shows it to everybody of the organisation in which the user holds her first post.
    """
    name = " ".join(name.split())[:20]
    if not name:
        raise Refusal(_("请给这个筛选起个名字，最多 20 个字。"), field="name")
    if not chosen:
        raise Refusal(_("还没有选条件。先选期限、流程、岗位或者单位，再存为常用。"), field="name")
    mine = SavedFilter.objects.select_for_update().filter(owner=user)
    kept = mine.filter(name=name).first()
    if kept is None and mine.count() >= MOST_OWN:
        raise Refusal(_("常用筛选最多存 %(n)d 个，请先删掉不用的。") % {"n": MOST_OWN}, field="name")
    acting = _first_post(user) if shared else None
    if default:
        mine.filter(is_default=True).update(is_default=False)
    row = kept or SavedFilter(owner=user, name=name)
    was_shared = row.shared_with_id is not None
    row.query, row.is_default = chosen.query, default
    row.shared_with = acting.organisation if acting else None
    try:
        row.save()
    except IntegrityError as error:
        raise Refusal(_("这个筛选刚刚在别处改过，请再存一次。"), code="conflict") from error
    if acting:
        _record(FILTER_SHARED, row, acting)
    elif was_shared:
        _record(FILTER_UNSHARED, row, _first_post(user))
    return row


@transaction.atomic
def drop_filter(uid: str, *, user: User) -> None:
    """Delete one's own filter; a shared one is gone for the colleagues too."""
    row = SavedFilter.objects.select_for_update(of=("self",)).filter(owner=user, uid=uid).first()
    if row is None:
        raise Refusal(_("没有这个筛选，或者不是您存的。"), code="not-found")
    if row.shared_with_id is not None:
        _record(FILTER_UNSHARED, row, _first_post(user))
    row.delete()


def _first_post(user: User) -> Acting:
    held = next(iter(appointments(user)), None)
    if held is None:
        raise Refusal(_("您现在没有岗位，不能共享给单位。"), code="forbidden")
    return Acting(user=user, appointment=held)


def _record(kind: str, row: SavedFilter, acting: Acting) -> None:
    record(
        kind,
        subject=row.ref,
        actor=acting.actor,
        public={"name": row.name},
        private={"query": row.query},
        organisation_code=acting.organisation.code,
    )
