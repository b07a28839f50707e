"""What somebody may have meant: while typing, and when nothing or little was found."""

from __future__ import annotations

import re

import rjieba
from django.db.models import Q

from yangguang.lib.pinyin import sound
from yangguang.lib.text import normalise
from yangguang.search import engines, registry
from yangguang.search.engines import Ask, Spelling, Stage
from yangguang.search.models import Entry, Term
from yangguang.search.rows import words_of

_LETTERS = re.compile(r"[a-z]{2,40}")
# Words with which people ask and which no document answers by.
_EMPTY = frozenset(
    [
        "怎么",
        "怎样",
        "怎么样",
        "怎么办",
        "如何",
        "哪里",
        "哪儿",
        "在哪",
        "在哪里",
        "什么",
        "什么样",
        "多少",
        "几个",
        "可以",
        "需要",
        "需",
        "请问",
        "我",
        "我要",
        "我想",
        "想",
        "要",
        "的",
        "了",
        "吗",
        "呢",
        "是",
        "有",
        "有没有",
        "在",
        "去",
        "到",
        "哪",
        "哪些",
        "谁",
        "和",
        "与",
        "及",
        "跟",
        "关于",
        "为什么",
        "能",
        "能不能",
        "能否",
        "是否",
        "多久",
        "多长时间",
        "什么时候",
        "一下",
        "吧",
        "啊",
        "呀",
        "怎",
        "么",
    ]
)


def loosened(wanted: tuple[str, ...]) -> tuple[str, ...]:
    """The words of phrases that are not found as they stand, without those that only ask: 低保怎么申请 → 低保 申请.

    Empty when that would be no other question.
    """
    words = [word for phrase in wanted for word in _words(phrase) if word not in _EMPTY and len(word) > 1]
    found = tuple(dict.fromkeys(words))[:8]
    return () if found == tuple(wanted) else found


def _words(phrase: str) -> list[str]:
    """The words of a phrase; single characters between two words stand together, as 低 and 保 do."""
    words: list[str] = []
    single = ""
    for word in [*rjieba.cut(phrase), ""]:
        if len(word) == 1 and word not in _EMPTY:
            single += word
            continue
        if single:
            words.append(single)
            single = ""
        words.append(word)
    return words


def suggest_terms(typed: str, most: int = 8) -> list[str]:
    """Words to offer for what is typed so far: beginning so, sounding so, or with these first letters."""
    normal = normalise(typed).replace(" ", "")
    if not normal:
        return []
    # What begins so goes before what holds it; letters are compared with the sound.
    found = list(Term.objects.filter(text__startswith=normal).order_by("-weight", "text")[:most])
    if _LETTERS.fullmatch(normal):
        sounding = Q(initials=normal) | Q(pinyin__startswith=normal)
        found += Term.objects.filter(sounding).order_by("-weight", "text")[:most]
        found += Term.objects.filter(initials__startswith=normal).order_by("-weight", "text")[:most]
    elif len(normal) > 1:
        found += Term.objects.filter(text__contains=normal).order_by("-weight", "text")[:most]
    return list(dict.fromkeys(term.text for term in found))[:most]


def titles(phrase: str, most: int = 4) -> list[tuple[str, str]]:
    """The newest titles in which a phrase stands, with their addresses."""
    normal = normalise(phrase).replace(" ", "")
    if len(normal) < 2:
        return []
    ask = Ask(((Spelling(normal, words_of(normal)),),))
    engine, positions = engines.current(), list[int]()
    for stage in [*([Stage.TITLE_WORDS] if ask.has_words else []), Stage.TITLE]:
        if len(positions) < most * 2:
            positions += engine.candidates(ask, stage, below=ask.high, limit=most * 2)
    entries = {one.position: one for one in Entry.objects.filter(position__in=positions).defer("text")}
    living = registry.living(entry.ref for entry in entries.values())
    found = [entries[position] for position in positions if position in entries]
    return [
        (entry.title, entry.url)
        for entry in found
        if entry.ref in living and normal in normalise(entry.title)
    ][:most]


def instead(q: str, most: int = 3) -> list[str]:
    """Words that sound like what was sought, or differ in one character, and that would find something."""
    normal = normalise(q).replace(" ", "")
    if not 2 <= len(normal) <= 40:
        return []
    if _LETTERS.fullmatch(normal):
        near = Q(pinyin=normal) | Q(initials=normal)
    else:
        near = Q(pinyin=sound(normal)[0])
        if 3 <= len(normal) <= 8:
            for place in range(len(normal)):
                near |= Q(text__regex=f"^{normal[:place]}.{normal[place + 1 :]}$")
    offered = Term.objects.filter(near).exclude(text=normal).order_by("-weight", "text")[: most * 2]
    engine = engines.current()
    return [term.text for term in offered if engine.count(Ask(((Spelling(normalise(term.text)),),)), 1)][
        :most
    ]
