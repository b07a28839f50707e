"""Finding cases by what people remember of them: number, title, its first letters, who worked on it. Questions only."""

from __future__ import annotations

import re

from django.db import connection, models
from django.db.models.expressions import CombinedExpression

from yangguang.accounts.models import User
from yangguang.casework.models import Case, Task, TaskQuerySet
from yangguang.lib.pinyin import sound

MOST_PEOPLE = 50
FEW = 5_000  # cases that are sooner found anywhere and put in order than met on the way back in time
_LETTERS = re.compile(r"[a-z][a-z0-9]{1,39}")
_MARKS = re.compile(r"[^a-z0-9]")  # nobody types 《 between first letters


def initials(title: str) -> str:
    """The first letters of a title's pinyin and its figures, as a case keeps them."""
    return _MARKS.sub("", sound(title)[1])[:300]


def _people(words: str) -> list[int]:
    """Keys of the staff whose name holds these words, or begins with these letters; of a single character nobody."""
    if len(words) < 2:
        return []
    words = words.lower()
    if _LETTERS.fullmatch(words):
        names = User.objects.staff().order_by("pk").values_list("pk", "name")
        heard = ((pk, sound(name)) for pk, name in names)
        return [pk for pk, (full, first) in heard if words in {first, full}][:MOST_PEOPLE]
    return list(User.objects.staff().filter(name__contains=words).values_list("pk", flat=True)[:MOST_PEOPLE])


def newest(cases: models.QuerySet[Case], words: str, most: int) -> list[int]:
    """Keys of the newest of these cases that the words mean, newest first: each word must be found, in any of the four
    places.

    Where few cases of the whole house are meant they are found by what indexes there are, and then asked for; where many
    are, they are met soon enough on the way back in time.
    """
    wanted = {word: _steps_of(_people(word)) for word in words.split()[:5]}
    if wanted and len(keys := _found(wanted)) < FEW:
        cases = cases.filter(pk__in=keys)
    else:
        for word, steps in wanted.items():
            cases = cases.filter(_is_meant(word, steps))
    return list(cases.order_by("-opened_at", "-pk").values_list("pk", flat=True)[:most])


def _found(words: dict[str, list[TaskQuerySet]]) -> list[int]:
    found = Case.objects.order_by()
    for word, steps in words.items():
        found = found.filter(_found_by(word, steps))
    return list(found.values_list("pk", flat=True)[:FEW])


def _is_meant(word: str, steps: list[TaskQuerySet]) -> models.Q:
    """Asked of one case after the other."""
    meant = _holds(word)
    for some in steps:
        meant |= models.Q(models.Exists(some.filter(case=models.OuterRef("pk"))))
    return meant


def _found_by(word: str, steps: list[TaskQuerySet]) -> models.Q:
    """The same, asked of the whole house: each place by its own index, together they would be looked for in every row."""
    held = _holds(word)
    if connection.vendor == "postgresql" and len(word) > 1:
        held &= models.Q(_has_pairs_of(word))
    if not steps:
        return held
    arms = (some.values("case") for some in steps)
    return models.Q(pk__in=Case.objects.filter(held).values("pk").union(*arms))


def _steps_of(people: list[int]) -> list[TaskQuerySet]:
    """What these people did, and what is in their hands."""
    if not people:
        return []
    done = Task.objects.filter(done_by__in=people)
    return [done.order_by(), Task.objects.open().filter(claimed_by__in=people).order_by()]


def _holds(word: str) -> models.Q:
    held = models.Q(number__icontains=word) | models.Q(title__icontains=word)
    if _LETTERS.fullmatch(letters := word.lower()):
        held |= models.Q(initials__contains=letters)
    return held


class _Pairs(models.Func):
    """Of PostgreSQL (migration 0011): every two letters that follow each other in these texts."""

    function = "casework_pairs"


def _has_pairs_of(word: str) -> CombinedExpression:
    """By an index, of exactly these columns; that the pairs follow each other in the right order is for others to say."""
    kept = _Pairs("number", "title", "initials")
    return CombinedExpression(kept, "@>", _Pairs(models.Value(word)), output_field=models.BooleanField())


def unspelt() -> models.QuerySet[Case]:
    """Cases whose title nobody has spelt yet: from before, or from a mass import."""
    return Case.objects.filter(initials__isnull=True).order_by("pk")
