"""What the standard posts may and the posts of this house may not yet: a release that brings a permission gives it to nobody.

To hand out power is for people: ``doctor`` says when no post has a permission, the office offers it post by post.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from .models import Organisation, Post
from .permissions import GUARDED, Permission
from .rules import permission_name
from .seeds import standard_posts


@dataclass(frozen=True, slots=True)
class Offer:
    """A permission, and the posts that have it in the standard and not here. ``missing``: no post of the house has it."""

    permission: Permission
    posts: list[Post]
    missing: bool

    @property
    def name(self) -> str:
        return permission_name(self.permission)


def _offered() -> list[Permission]:
    """What the standard posts may, but for what only who holds it can give."""
    return sorted(
        {Permission(one) for post in standard_posts().values() for one in post.permissions} - GUARDED
    )


def missing_permissions() -> list[Permission]:
    """The permissions that the standard gives and no post of this house has. None in a house without posts."""
    kept = [set(permissions) for permissions in Post.objects.open().values_list("permissions", flat=True)]
    return [one for one in _offered() if kept and not any(one in permissions for permissions in kept)]


def offers(organisations: Iterable[Organisation]) -> list[Offer]:
    """For each such permission the open posts of these organisations that would have it by the standard."""
    standard = standard_posts()
    posts = list(
        Post.objects.open()
        .filter(organisation__in=organisations, code__in=standard)
        .select_related("organisation")
        .order_by("organisation__path", "order")
    )
    nowhere = set(missing_permissions())
    found = []
    for permission in _offered():
        lacking = [
            post
            for post in posts
            if permission in standard[post.code].permissions and permission not in post.permissions
        ]
        if lacking:
            found.append(Offer(permission, lacking, permission in nowhere))
    return sorted(found, key=lambda offer: not offer.missing)
