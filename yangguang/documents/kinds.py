"""The kinds of document that rooms above write: what may stand in each, what must, and an example of it.

kinds.register(Kind(
    code="foi.answer-full", name=_("政府信息公开答复书"), numbered="foi-answer",
    placeholders=(Placeholder("applicant", _("申请人"), "张三", required=True, personal=True), …),
))
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from yangguang.lib.ref import Ref
from yangguang.organisations.acting import Acting
from yangguang.organisations.permissions import Permission
from yangguang.organisations.rules import acting_as, organisations_where

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

    from yangguang.documents.models import Document

_NAME = re.compile(r"[a-z][a-z0-9_]{0,39}")


@dataclass(frozen=True)
class Placeholder:
    """One word of a kind's vocabulary: {name} in a template. ``sample`` shows what will stand there.

    ``required``: a template without it is refused, and so is a document without its value. ``personal``: it tells of
    a person, so the data of such a document are kept encrypted.
    """

    name: str
    label: StrOrPromise
    sample: str
    required: bool = False
    personal: bool = False


# What the house itself knows of every document.
OWN = ("organisation", "number", "issued_on", "code", "address")


def whoever_sees_internal(user: Any) -> Q:
    """Documents of the organisations where a post lets the person see what is not public."""
    return Q(organisation__in=organisations_where(user, Permission.SEE_INTERNAL))


def whoever_ends(document: Document, user: Any) -> Acting:
    """The right of a post in the organisation that issued a document, or above it, to declare it void or to replace it.
    Refusal ``forbidden``.
    """
    return acting_as(user, document.organisation, permission=Permission.END_DOCUMENTS)


def _nobody(document: Document, user: Any) -> bool:
    return False


def _nowhere(subject: Ref) -> str:
    return ""


@dataclass(frozen=True)
class Kind:
    """``numbered`` is the kind of number that a document is given when it is issued (organisations.NumberPattern).

    ``inside`` says which documents of this kind a person of the office reads, as a condition on documents: where they
    name people, those only whose work the matter is. ``may_see`` lets further people read one (its addressee);
    ``ending`` gives the right to declare one void or to replace it, or refuses; ``office_url`` is where the matter is found.
    """

    code: str
    name: StrOrPromise
    numbered: str
    placeholders: tuple[Placeholder, ...]
    inside: Callable[[Any], Q] = whoever_sees_internal
    may_see: Callable[[Document, Any], bool] = _nobody
    ending: Callable[[Document, Any], Acting] = whoever_ends
    office_url: Callable[[Ref], str] = _nowhere

    def __post_init__(self) -> None:
        for one in self.placeholders:
            if not _NAME.fullmatch(one.name) or one.name in OWN:
                raise ValueError(f"{self.code}: not a placeholder's name: {one.name!r}")

    @property
    def vocabulary(self) -> tuple[Placeholder, ...]:
        """The kind's own words, then those of every document."""
        return (*self.placeholders, *_own())

    @property
    def is_personal(self) -> bool:
        return any(one.personal for one in self.placeholders)

    @property
    def sample(self) -> dict[str, str]:
        return {one.name: one.sample for one in self.vocabulary}


_kinds: dict[str, Kind] = {}


def register(kind: Kind) -> None:
    _kinds[kind.code] = kind


def registered() -> list[Kind]:
    return sorted(_kinds.values(), key=lambda kind: kind.code)


def find(code: str) -> Kind | None:
    return _kinds.get(code)


def readable_by(user: Any) -> Q:
    """Which documents a person of the office reads, each kind by its own rule; of a kind that no room knows, none."""
    codes: dict[Callable[[Any], Q], list[str]] = {}
    for kind in _kinds.values():
        codes.setdefault(kind.inside, []).append(kind.code)
    found = Q(pk__in=[])
    for rule, some in codes.items():
        found |= Q(kind__in=some) & rule(user)
    return found


def named(code: str) -> Kind:
    """LookupError for a kind that no room registered."""
    try:
        return _kinds[code]
    except KeyError:
        raise LookupError(f"no room has registered documents of kind {code}") from None


def _own() -> tuple[Placeholder, ...]:
    return (
        Placeholder("organisation", _("发文机关"), "阳光县民政局"),
        Placeholder("number", _("文号"), "阳民公开〔2026〕12号"),
        Placeholder("issued_on", _("成文日期"), "2026年11月22日"),
        Placeholder("code", _("验证码"), "7K3M-P9QX-2WTB-C4DF"),
        Placeholder("address", _("验证网址"), "https://example.gov.cn/verify/7K3M-P9QX-2WTB-C4DF/"),
    )
