"""Who holds what, and what that allows. Nothing is written here."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any, TypeVar

from django.db import models
from django.utils.translation import gettext as _

from yangguang.accounts.models import User, UserQuerySet
from yangguang.lib import clock
from yangguang.lib.errors import Refusal
from yangguang.web.prepared import prepared
from yangguang.web.remembering import remembered

from .acting import Acting
from .models import Appointment, AppointmentQuerySet, Organisation, OrganisationQuerySet, Post
from .permissions import APART, GUARDED, LABELS, Permission

__all__ = [
    "HEADS",
    "Acting",
    "acting_as",
    "appointments",
    "conflicting",
    "deputies_for",
    "drafters",
    "eligible",
    "headed_by",
    "heading",
    "holders",
    "manages",
    "manages_person",
    "may",
    "may_anywhere",
    "may_give",
    "nearest",
    "organisations_visible_to",
    "organisations_where",
    "people_visible_to",
    "permission_name",
    "places_where",
    "standing_in_of",
]

Row = TypeVar("Row", bound=models.Model)

# The posts that head an organisation.
HEADS = ("leader", "chief")


def appointments(user: Any, on: date | None = None) -> list[Appointment]:
    """The appointments that a user holds on a day (today); none for anybody not signed in."""
    if not isinstance(user, User) or not user.is_active:
        return []
    return _held(user.pk, on or clock.today())


@remembered
def _held(user: int, on: date) -> list[Appointment]:
    return _appointments(user, on)


@prepared
def _appointments(user: int, on: date) -> AppointmentQuerySet:
    return (
        Appointment.objects.current(on)
        .filter(user=user)
        .select_related("post__organisation")
        .order_by("acting", "post__organisation__path", "post__order")
    )


def permission_name(permission: str) -> str:
    """The Chinese name of a permission; the code itself when it is no longer known."""
    return (
        str(LABELS.get(Permission(permission), permission)) if permission in set(Permission) else permission
    )


def may(user: Any, permission: str, organisation: Organisation, on: date | None = None) -> bool:
    """Whether a post that the user holds in the organisation, or above it, allows something."""
    return any(
        permission in held.post.permissions and organisation.is_at_or_below(held.post.organisation)
        for held in appointments(user, on)
    )


def may_anywhere(user: Any, permission: str) -> bool:
    """Whether any post of the user allows something somewhere: enough to show a menu, never enough to act.

    Remembered on the user's object, which lives as long as a request: a menu asks for each of its entries.
    """
    known: dict[date, frozenset[str]] = user.__dict__.setdefault("_permissions_anywhere", {})
    today = clock.today()
    if today not in known:
        known[today] = frozenset(p for held in appointments(user) for p in held.post.permissions)
    return permission in known[today]


def organisations_where(user: Any, permission: str) -> OrganisationQuerySet:
    """The organisations in which the user may do something, closed ones included."""
    return Organisation.objects.under(
        [held.post.organisation.path for held in appointments(user) if permission in held.post.permissions]
    )


def places_where(user: Any, permissions: frozenset[Permission]) -> frozenset[int] | None:
    """Keys of the organisations in which a post lets the user do any of these; None where that is all of them.

    What ``organisations_where`` finds, told apart here: for who asks on every page, and for few rows at hand.
    """
    return _places_where(
        tuple(
            dict.fromkeys(
                held.post.organisation.path
                for held in appointments(user)
                if permissions.intersection(held.post.permissions)
            )
        )
    )


@remembered
def _places_where(paths: tuple[str, ...]) -> frozenset[int] | None:
    if not paths:
        return frozenset()
    places = dict(_paths())
    mine = frozenset(key for key, path in places.items() if path.startswith(paths))
    return None if mine and len(mine) == len(places) else mine


@prepared
def _paths() -> models.QuerySet[Organisation, tuple[int, str]]:
    # Some hundred rows: to tell them apart here costs less than to write a question for each person.
    return Organisation.objects.order_by().values_list("pk", "path")


def eligible(organisation: Organisation, post_code: str, on: date | None = None) -> AppointmentQuerySet:
    """The appointments to the post of that code in exactly this organisation, regular holders first."""
    return (
        Appointment.objects.current(on)
        .filter(post__organisation=organisation, post__code=post_code)
        .select_related("user", "post__organisation", "on_behalf_of")
        .order_by("acting", "since", "id")
    )


def holders(organisation: Organisation, post_code: str, on: date | None = None) -> list[User]:
    """The people who hold the post in exactly this organisation. Empty means that nobody does: a state to
    show and to escalate, not to paper over. ``stands_in_for`` of each is the key of whose place they take, or None.
    """
    return _holders(organisation.pk, post_code, on or clock.today())


@prepared
def _holders(organisation: int, post_code: str, on: date) -> models.QuerySet[User]:
    held = Appointment.objects.current(on).filter(post__organisation=organisation, post__code=post_code)
    stands = held.filter(user=models.OuterRef("pk")).order_by("acting", "id").values("on_behalf_of")[:1]
    people = User.objects.filter(pk__in=held.order_by().values("user"))
    return people.annotate(stands_in_for=models.Subquery(stands)).order_by("id")


def drafters(organisation: Organisation) -> list[User]:
    """Everybody who may draft for the organisation today, by a post in it or, where it has nobody, above it."""
    held = Appointment.objects.current().select_related("user", "post")
    for path in sorted(organisation.paths_above, key=len, reverse=True):
        found = [one.user for one in held.filter(post__organisation__path=path).order_by("id")
                 if Permission.DRAFT in one.post.permissions]  # fmt: skip
        if found:
            return list(dict.fromkeys(found))
    return []


def deputies_for(post: Post) -> UserQuerySet:
    """Who may stand in for the holder of a post: staff who hold one in its organisation, below it, or right above it."""
    home = post.organisation
    near = models.Q(post__organisation__path__startswith=home.path)
    if home.parent_id is not None:
        near |= models.Q(post__organisation=home.parent_id)
    held = Appointment.objects.current().filter(near).order_by().values("user")
    return User.objects.staff().active().filter(pk__in=held).order_by("name", "pk")


def heading(user: Any, organisation: Organisation) -> Appointment | None:
    """The post by which a user heads this very organisation today; None for everybody else."""
    return next((one for one in _headships(user) if one.post.organisation_id == organisation.pk), None)


def _headships(user: Any) -> list[Appointment]:
    return [one for one in appointments(user) if one.post.code in HEADS]


def headed_by(user: Any) -> AppointmentQuerySet:
    """The standing appointments of others in the organisations that a user heads: for whom she may name a deputy."""
    places = [one.post.organisation_id for one in _headships(user)]
    held = Appointment.objects.standing().regular().filter(post__organisation__in=places)
    return held.exclude(user=getattr(user, "pk", None) or 0).select_related("post__organisation", "user")


def standing_in_of(user: Any) -> AppointmentQuerySet:
    """The spans, running or to come, in which somebody stands in for a user or a user for somebody, and those of the
    organisations that the user heads.
    """
    key = getattr(user, "pk", None) or 0
    places = [one.post.organisation_id for one in _headships(user)]
    concerned = models.Q(user=key) | models.Q(on_behalf_of=key) | models.Q(post__organisation__in=places)
    return (
        Appointment.objects.filter(concerned, on_behalf_of__isnull=False)
        .filter(models.Q(until__isnull=True) | models.Q(until__gt=clock.today()))
        .select_related("post__organisation", "user", "on_behalf_of")
        .order_by("since", "pk")
    )


def acting_as(
    user: Any, organisation: Organisation, post_code: str | None = None, permission: str | None = None
) -> Acting:
    """The right by which a user acts for an organisation.

    A post is looked for in exactly this organisation (a lane names a post, the case's organisation says who holds
    it), a permission there and above; a regular appointment goes before standing in for somebody.
    Raises Refusal ``forbidden``.
    """
    for held in appointments(user):
        if post_code is not None and (
            held.post.code != post_code or held.post.organisation_id != organisation.pk
        ):
            continue
        if permission is not None and permission not in held.post.permissions:
            continue
        if organisation.is_at_or_below(held.post.organisation):
            return Acting(user=user, appointment=held)
    if permission is not None:
        raise Refusal(
            _("您在%(organisation)s没有“%(permission)s”的权限，请联系本单位的系统管理员。")
            % {"organisation": organisation.called, "permission": permission_name(permission)},
            code="forbidden",
        )
    raise Refusal(
        _("您现在没有在%(organisation)s担任这个岗位，不能办理。") % {"organisation": organisation.called},
        code="forbidden",
    )


def nearest(
    queryset: models.QuerySet[Row], organisation: Organisation | None, field: str = "organisation"
) -> Row | None:
    """The row scoped to the nearest ancestor of an organisation; one without organisation counts everywhere, last.

    Among rows of the same scope the first in the queryset's own order is taken.
    """
    scope = models.Q(**{f"{field}__isnull": True})
    if organisation is not None:
        scope |= models.Q(**{f"{field}__path__in": organisation.paths_above})
    rows: Iterable[Any] = queryset.filter(scope).annotate(scope_path=models.F(f"{field}__path"))
    return max(rows, key=lambda row: len(row.scope_path or ""), default=None)


# People and posts: what the back office lets a manager of people see and do.


def manages(user: Any, organisation: Organisation) -> bool:
    """Whether the user manages the organisation's people."""
    return may(user, Permission.MANAGE_PEOPLE, organisation)


def organisations_visible_to(user: Any) -> OrganisationQuerySet:
    """The organisations whose people the user manages, closed ones included."""
    return organisations_where(user, Permission.MANAGE_PEOPLE)


def people_visible_to(user: Any) -> UserQuerySet:
    """Staff who hold or held a post in an organisation whose people the user manages."""
    mine = organisations_visible_to(user)
    return User.objects.staff().filter(
        pk__in=Appointment.objects.filter(post__organisation__in=mine).order_by().values("user")
    )


def holds_guarded(user: User) -> bool:
    """Whether one of the user's standing posts carries a guarded permission: signing in then takes two factors."""
    return any(GUARDED.intersection(a.post.permissions) for a in appointments(user))


def manages_person(user: Any, person: User) -> bool:
    """Whether the user may reset, disable or unlock a person: every post that the person holds now, or else the
    last one held, must lie where the user manages people. A town does not reset its county's leader.
    """
    held = list(Appointment.objects.standing().filter(user=person).select_related("post__organisation"))
    if not held:
        held = list(
            Appointment.objects.filter(user=person)
            .select_related("post__organisation")
            .order_by("-since", "-id")[:1]
        )
    return bool(held) and all(manages(user, a.post.organisation) for a in held)


def may_give(user: Any, permissions: Iterable[str], organisation: Organisation) -> bool:
    """Whether the user may hand out these permissions there: the guarded ones only by who holds them."""
    return manages(user, organisation) and all(
        may(user, permission, organisation) for permission in permissions if permission in GUARDED
    )


def conflicting(person: User, permissions: Iterable[str], other_than: Appointment | None = None) -> list[str]:
    """Names of permissions which the person may not hold together with these (三员分立), sorted.

    ``other_than`` leaves an appointment out of what is held: the one that is being changed.
    """
    held = Appointment.objects.standing().filter(user=person).select_related("post")
    if other_than is not None:
        held = held.exclude(pk=other_than.pk)
    given = set(permissions)
    together = given.union(*(a.post.permissions for a in held))
    clash: set[str] = set()
    for apart in APART:
        if given & apart and together >= apart:
            clash |= apart
    return sorted(permission_name(p) for p in clash)
