"""The same verb for several items: each in its own transaction, with its own act, or its own refusal.

Nothing holds several items together: what one of them refuses does not touch the others, and a process that dies
in between leaves every item either done or as it was.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace

from django.utils.translation import gettext as _

from yangguang.accounts.models import User
from yangguang.disclosure import rules
from yangguang.disclosure.models import Category, Item
from yangguang.lib.errors import Refusal
from yangguang.organisations.acting import Acting
from yangguang.organisations.permissions import Permission
from yangguang.organisations.rules import acting_as

from .drafting import Facts, revise
from .submission import submit

MOST = 200  # as many as a person can have looked at


@dataclass(frozen=True, slots=True)
class Told:
    """What became of one item."""

    item: Item
    done: bool
    message: str


def submit_all(items: Iterable[Item], *, user: User) -> list[Told]:
    """Send several drafts to review; the answer says for each what happened. Refusal for too many at once."""

    def verb(item: Item, acting: Acting) -> str:
        case = submit(item, acting=acting)
        return _("已经送审，办件号 %(number)s。") % {"number": case.number}

    return _each(items, user, verb)


def categorise_all(items: Iterable[Item], category: Category, *, user: User) -> list[Told]:
    """Put several drafts into another category of their organisation's catalogue."""

    def verb(item: Item, acting: Acting) -> str:
        edition = rules.working_edition(item)
        if edition is None:
            raise Refusal(_("没有正在起草的文本：已经公开的，请先开始修改。"), code="conflict")
        if edition.category_id == category.pk:
            return _("本来就在这个分类，没有改动。")
        if not rules.categories_of(item.organisation).filter(pk=category.pk).exists():
            raise Refusal(
                _("%(organisation)s的公开目录里没有“%(category)s”，请先调整目录。")
                % {"organisation": item.organisation.called, "category": category.path}
            )
        before = edition.category.path
        facts = replace(Facts.of(edition), category=category)
        revise(item, facts, acting=acting, seen_saves=edition.saves)
        return _("从“%(before)s”改到“%(after)s”。") % {"before": before, "after": category.path}

    return _each(items, user, verb)


def _each(items: Iterable[Item], user: User, verb: Callable[[Item, Acting], str]) -> list[Told]:
    chosen = list(items)
    if not chosen:
        raise Refusal(_("请先勾选要办理的草稿。"), field="item")
    if len(chosen) > MOST:
        raise Refusal(_("一次最多办 %(most)d 件，请分几次。") % {"most": MOST}, field="item")
    return [_one(item, user, verb) for item in chosen]


def _one(item: Item, user: User, verb: Callable[[Item, Acting], str]) -> Told:
    try:
        acting = acting_as(user, item.organisation, permission=Permission.DRAFT)
        return Told(item, True, verb(item, acting))
    except Refusal as refusal:
        return Told(item, False, refusal.message)
