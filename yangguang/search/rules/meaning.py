"""What somebody may have meant: while typing, and when nothing or little was found."""

from __future__ import annotations

import re

import rjieba
from django.db.models import Q
from django.db.models.functions import Length

from yangguang.lib.pinyin import sound
from yangguang.lib.text import normalise
from yangguang.search import engines, registry
from yangguang.search.engines import Ask, Spelling, Stage
from yangguang.search.models import Entry, Term
from yangguang.search.rows import edges, words_of

from .spellings import same_words

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
    known = _known(wanted)
    words = [word for phrase in wanted for word in _words(phrase, known)]
    found = tuple(dict.fromkeys(word for word in words if word not in _EMPTY and len(word) > 1))[:8]
    return () if found == tuple(wanted) else found


def _known(phrases: tuple[str, ...]) -> set[str]:
    """The words within phrases that people or documents use as such, which the dictionary may not know: 公租房."""
    within = {
        phrase[start:end]
        for phrase in phrases
        for start in range(min(len(phrase), 30))
        for end in range(start + 2, min(len(phrase), start + 9))
    }
    terms = Term.objects.filter(text__in=within).values_list("text", flat=True)
    return (set(terms) | (within & same_words().keys())) - _EMPTY


def _words(phrase: str, known: set[str]) -> list[str]:
    """The words of a phrase: those known, the longest first, and between them those of the dictionary."""
    words: list[str] = []
    rest, at = "", 0
    while at < len(phrase):
        longest = next((n for n in range(8, 1, -1) if phrase[at : at + n] in known), 0)
        if longest:
            words += [*rjieba.cut(rest), phrase[at : at + longest]]
            rest = ""
        else:
            rest += phrase[at]
        at += longest or 1
    return [*words, *rjieba.cut(rest)]


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
        holding = Term.objects.filter(text__contains=normal).order_by("-weight", "text")[: most * 3]
        found += [term for term in holding if as_words(normal, term.text)]
    return list(dict.fromkeys(term.text for term in found))[:most]


def as_words(phrase: str, text: str) -> bool:
    """Whether a phrase stands in a text as words: 民政 in 民政局, not in 人民政府."""
    return phrase in edges(normalise(text))


def titles(phrase: str, most: int = 4) -> list[tuple[str, str]]:
    """The newest titles in which a phrase stands, with their addresses."""
    normal = normalise(phrase).replace(" ", "")
    if len(normal) < 2:
        return []
    ask = Ask(((Spelling(normal, words_of(normal)),),))
    engine, positions = engines.current(), list[int]()
    for stage in [*([Stage.TITLE_WORDS] if ask.has_words else []), Stage.TITLED]:
        if len(positions) < most * 2:
            positions += engine.candidates(ask, stage, below=ask.high, limit=most * 2)
    positions = list(dict.fromkeys(positions))
    entries = {one.position: one for one in Entry.objects.filter(position__in=positions).defer("text")}
    living = registry.living(entry.ref for entry in entries.values())
    found = [entries[position] for position in positions if position in entries]
    return [
        (entry.title, entry.url)
        for entry in found
        if entry.ref in living and normal in normalise(entry.title)
    ][:most]


def instead(q: str, most: int = 3) -> list[str]:
    """Words that sound like what was sought, or differ in one character, and that would find something.

    None for what is itself a word that people write.
    """
    normal = normalise(q).replace(" ", "")
    if not 2 <= len(normal) <= 40 or Term.objects.filter(text=normal).exists():
        return []
    if _LETTERS.fullmatch(normal):
        near = Q(pinyin=normal) | Q(initials=normal)
    else:
        near = Q(pinyin=sound(normal)[0])
        if 3 <= len(normal) <= 8:
            for place in range(len(normal)):
                near |= Q(
                    length=len(normal), text__startswith=normal[:place], text__endswith=normal[place + 1 :]
                )
    terms = Term.objects.annotate(length=Length("text"))
    offered = terms.filter(near).exclude(text=normal).order_by("-weight", "text")[: most * 2]
    engine = engines.current()
    return [term.text for term in offered if engine.count(Ask(((Spelling(normalise(term.text)),),)), 1)][
        :most
    ]
