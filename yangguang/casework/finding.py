"""Finding cases by what people remember of them: number, title, its first letters, who worked on it. Questions only."""

from __future__ import annotations

import re

from django.db import models

from yangguang.accounts.models import User
from yangguang.casework.models import Case, CaseQuerySet, Task
from yangguang.lib.pinyin import sound

MOST_PEOPLE = 50
_LETTERS = re.compile(r"[a-z][a-z0-9]{1,39}")
_MARKS = re.compile(r"[^a-z0-9]")  # nobody types 《 between first letters


def initials(title: str) -> str:
    """The first letters of a title's pinyin and its figures, as a case keeps them."""
    return _MARKS.sub("", sound(title)[1])[:300]


def _people(words: str) -> list[int]:
    """Keys of the staff whose name holds these words, or begins with these letters."""
    if _LETTERS.fullmatch(words):
        names = User.objects.staff().order_by("pk").values_list("pk", "name")
        heard = ((pk, sound(name)) for pk, name in names)
        return [pk for pk, (full, first) in heard if words in {first, full}][:MOST_PEOPLE]
    return list(User.objects.staff().filter(name__contains=words).values_list("pk", flat=True)[:MOST_PEOPLE])


def matching(cases: CaseQuerySet, words: str) -> CaseQuerySet:
    """Of these cases those that the words mean: each word must be found, in any of the four places."""
    for word in words.split()[:5]:
        cases = cases.filter(_meant(word))
    return cases


def _meant(word: str) -> models.Q:
    found = models.Q(number__icontains=word) | models.Q(title__icontains=word)
    letters = word.lower()
    if _LETTERS.fullmatch(letters):
        found |= models.Q(initials__contains=letters)
    if len(word) > 1 and (people := _people(letters)):
        did = Task.objects.filter(models.Q(done_by__in=people) | models.Q(claimed_by__in=people))
        found |= models.Q(pk__in=did.order_by().values("case"))
    return found


def unspelt() -> models.QuerySet[Case]:
    """Cases whose title nobody has spelt yet: from before, or from a mass import."""
    return Case.objects.filter(initials__isnull=True).order_by("pk")
