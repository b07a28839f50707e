"""What is offered while somebody types: organisations, the catalogue, words, titles."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import quote

from django.utils.translation import gettext as _

from yangguang.disclosure.models import Category
from yangguang.lib.pinyin import sound
from yangguang.lib.text import normalise
from yangguang.organisations.models import Organisation
from yangguang.search import rules as search

MOST = 10
_LEVELS = "省市县区"


@dataclass(frozen=True, slots=True)
class Suggestion:
    """``kind`` says in one word what it is; ``url`` is where choosing it leads."""

    text: str
    kind: str
    url: str


def suggest(typed: str) -> list[Suggestion]:
    """At most :data:`MOST`; none for what cannot be searched for."""
    typed = typed[: search.LONGEST_QUERY]
    normal = normalise(typed).replace(" ", "")
    if not normal:
        return []
    # One letter says nothing yet.
    if normal.isascii() and len(normal) < 2:
        return []
    words = [_to_search(word, _("搜索")) for word in search.suggest_terms(typed, 5)]
    titles: list[Suggestion] = []
    for sought in [normal] if not normal.isascii() else [word.text for word in words[:1]]:
        titles = [Suggestion(title, _("标题"), url) for title, url in search.titles(sought, 4)]
    popular = [_to_search(word, _("大家在找")) for word in search.popular(50) if word.startswith(normal)][:2]
    found = [*_organisations(normal)[:2], *_categories(normal)[:2], *popular, *words, *titles]
    return list({one.text: one for one in reversed(found)}.values())[::-1][:MOST]


def _to_search(word: str, kind: str) -> Suggestion:
    return Suggestion(word, kind, f"/search/?q={quote(word)}")


def _organisations(normal: str) -> list[Suggestion]:
    rows = list(Organisation.objects.current().in_order().only("code", "name", "short_name", "parent_id"))
    root = next((one.name for one in rows if one.parent_id is None), "").removesuffix("人民政府")
    found: list[tuple[int, Suggestion]] = []
    for one in rows:
        names = {one.name, one.short_name, one.name.removeprefix(root), one.short_name.lstrip(_LEVELS)} - {""}
        rank = min((rank for name in names if (rank := _rank(normal, name)) is not None), default=None)
        if rank is not None:
            found.append((rank, Suggestion(one.called, str(_("单位")), one.get_absolute_url())))
    return [suggestion for _rank, suggestion in sorted(found, key=lambda pair: pair[0])]


def _categories(normal: str) -> list[Suggestion]:
    found: list[tuple[int, Suggestion]] = []
    for one in Category.objects.fillable():
        rank = _rank(normal, one.name)
        if rank is not None:
            found.append((rank, Suggestion(one.name, str(_("目录")), one.get_absolute_url())))
    return [suggestion for _rank, suggestion in sorted(found, key=lambda pair: pair[0])]


def _rank(normal: str, name: str) -> int | None:
    """0 for a name that is just that, 1 where it begins so, 2 where it holds it; None where it is another one."""
    if not normal.isascii():
        folded = normalise(name)
        if folded.startswith(normal):
            return int(folded != normal)
        return 2 if search.as_words(normal, folded) else None
    full, initials = sound(name)
    if normal in (full, initials):
        return 0
    return 1 if full.startswith(normal) or (len(normal) > 2 and initials.startswith(normal)) else None
