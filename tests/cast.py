"""The named cast that every test plays with, and the small county in which it lives.

The same people with the same rights everywhere, so that a test reads as a sentence. They are laid down once for the
whole run, as plain rows without acts (the book starts empty in each test); a test that empties the tables finds
them laid down anew by the fixture.

    county (阳光县人民政府)     赵明 zhao supervisor · 钱进 qian operator · 孙莉 sun openness office
    ├ county-office             孙莉 sun openness office
    ├ civil-affairs (5 steps)   林晓 lin drafts · 周敏 zhou section head · 吴刚 wu secrecy, legal · 陈静 chen leader
    ├ water                     何平 he drafts; nobody reviews
    └ chengguan (7 steps)       马兰 ma drafts · 冯涛 feng section head · 唐宁 tang office head · 许江 xu secrecy
      │                         罗静 luo leader · 郭强 guo chief
      └ dongmen                 nobody yet
    李红 li is a citizen.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, fields
from datetime import date
from typing import Any

import pytest
from django.contrib.auth.hashers import make_password
from django.test import Client

from tests import tables
from yangguang.accounts.models import RealNameLevel, User
from yangguang.lib import clock
from yangguang.organisations.models import Appointment, Division, Organisation, OrganisationName, Post
from yangguang.organisations.seeds import standard_posts
from yangguang.web.furnishing import furnish

__all__ = ["Cast", "County", "as_", "browser", "cast", "county", "django_db_setup"]

PASSWORD = "阳光-test-1"
SINCE = date(2015, 1, 1)
REVIEW_POSTS = [
    "information-officer", "section-head", "secrecy-reviewer", "legal-reviewer", "office-head", "leader", "chief",
]  # fmt: skip


@dataclass(frozen=True)
class County:
    government: Organisation
    office: Organisation
    civil: Organisation
    water: Organisation
    town: Organisation
    village: Organisation


@dataclass(frozen=True)
class Cast:
    """``county`` and the people, one attribute for each; all of them sign in with ``password``."""

    county: County
    lin: User
    zhou: User
    wu: User
    chen: User
    he: User
    sun: User
    zhao: User
    qian: User
    ma: User
    feng: User
    tang: User
    xu: User
    luo: User
    guo: User
    li: User
    password: str = PASSWORD


# attribute: code, name, short name, kind, unified code, parent, posts
_ORGANISATIONS: dict[str, tuple[str, str, str, str, str, str | None, list[str]]] = {
    "government": (
        "county", "阳光县人民政府", "县政府", "government", "11990101009990012W", None,
        ["openness-office", "supervisor", "operator", "leader", "chief"],
    ),
    "office": (
        "county-office", "阳光县人民政府办公室", "县政府办公室", "office", "11990101009990020P", "government",
        ["openness-office", *REVIEW_POSTS],
    ),
    "civil": (
        "civil-affairs", "阳光县民政局", "县民政局", "department", "11990101009990039L", "government", REVIEW_POSTS,
    ),
    "water": ("water", "阳光县水利局", "县水利局", "department", "11990101009990047F", "government", REVIEW_POSTS),
    "town": ("chengguan", "阳光县城关镇人民政府", "城关镇", "town", "11990101009990055A", "government", REVIEW_POSTS),
    "village": ("dongmen", "城关镇东门村民委员会", "东门村", "village", "54990101009990063P", "town", REVIEW_POSTS),
}  # fmt: skip

# attribute: user name, name, posts held as (organisation, post)
_STAFF: dict[str, tuple[str, str, list[tuple[str, str]]]] = {
    "lin": ("lin.xiao", "林晓", [("civil", "information-officer")]),
    "zhou": ("zhou.min", "周敏", [("civil", "section-head")]),
    "wu": ("wu.gang", "吴刚", [("civil", "secrecy-reviewer"), ("civil", "legal-reviewer")]),
    "chen": ("chen.jing", "陈静", [("civil", "leader")]),
    "he": ("he.ping", "何平", [("water", "information-officer")]),
    "sun": ("sun.li", "孙莉", [("government", "openness-office"), ("office", "openness-office")]),
    "zhao": ("zhao.ming", "赵明", [("government", "supervisor")]),
    "qian": ("qian.jin", "钱进", [("government", "operator")]),
    "ma": ("ma.lan", "马兰", [("town", "information-officer")]),
    "feng": ("feng.tao", "冯涛", [("town", "section-head")]),
    "tang": ("tang.ning", "唐宁", [("town", "office-head")]),
    "xu": ("xu.jiang", "许江", [("town", "secrecy-reviewer")]),
    "luo": ("luo.jing", "罗静", [("town", "leader")]),
    "guo": ("guo.qiang", "郭强", [("town", "chief")]),
}
LI_PHONE = "13900000001"


def lay_down() -> None:
    """Seeds of every room, the county and its people; nothing if they are there already."""
    if User.objects.filter(phone=LI_PHONE).exists():
        return
    furnish()
    organisations = _lay_organisations()
    _lay_people(organisations)


def _lay_organisations() -> dict[str, Organisation]:
    division = Division.objects.create(code="990101", name="阳光县", level=3, valid_from=SINCE)
    laid: dict[str, Organisation] = {}
    for order, (attribute, row) in enumerate(_ORGANISATIONS.items()):
        code, name, short_name, kind, uscc, above, _posts = row
        parent = laid[above] if above else None
        laid[attribute] = Organisation.objects.create(
            code=code,
            name=name,
            short_name=short_name,
            kind=kind,
            uscc=uscc,
            division=division,
            parent=parent,
            path=f"{parent.path if parent else ''}{code}/",
            valid_from=SINCE,
            order=order * 10,
        )
    OrganisationName.objects.bulk_create(
        OrganisationName(organisation=o, name=o.name, short_name=o.short_name, valid_from=SINCE)
        for o in laid.values()
    )
    standard = standard_posts()
    Post.objects.bulk_create(
        Post(
            organisation=laid[attribute],
            code=code,
            name=standard[code].name,
            permissions=standard[code].permissions,
            order=standard[code].order,
        )
        for attribute, row in _ORGANISATIONS.items()
        for code in row[-1]
    )
    return laid


def _lay_people(organisations: dict[str, Organisation]) -> None:
    hashed = make_password(PASSWORD)
    joined = clock.now()
    User.objects.get_queryset().bulk_create(
        [
            *(
                User(
                    username=username,
                    name=name,
                    email=f"{username}@yangguang.example",
                    password=hashed,
                    joined_at=joined,
                )
                for username, name, _held in _STAFF.values()
            ),
            User(
                name="李红",
                phone=LI_PHONE,
                email="li.hong@citizen.example",
                password=hashed,
                real_name_level=RealNameLevel.CONTACT,
                joined_at=joined,
            ),
        ]
    )
    users = {user.username: user for user in User.objects.staff()}
    posts = {(post.organisation_id, post.code): post for post in Post.objects.all()}
    Appointment.objects.bulk_create(
        Appointment(user=users[username], post=posts[organisations[where].pk, post], since=SINCE)
        for username, _name, held in _STAFF.values()
        for where, post in held
    )


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: Any) -> None:
    """The test database with seeds and cast in it, once for the run."""
    with django_db_blocker.unblock():
        tables.complete()
        lay_down()


def the_county() -> County:
    """The county's organisations, fresh from the database; laid down where they are not there."""
    lay_down()
    found = Organisation.objects.in_bulk([row[0] for row in _ORGANISATIONS.values()], field_name="code")
    return County(**{attribute: found[row[0]] for attribute, row in _ORGANISATIONS.items()})


def people_of(county: County) -> Cast:
    """The people, fresh from the database."""
    staff = {user.username: user for user in User.objects.staff()}
    people = {attribute: staff[row[0]] for attribute, row in _STAFF.items()}
    cast = Cast(county=county, li=User.objects.get(phone=LI_PHONE), **people)
    assert {f.name for f in fields(cast)} == {*people, "county", "li", "password"}
    return cast


@pytest.fixture
def county(db: None) -> County:
    """The county's organisations."""
    return the_county()


@pytest.fixture
def cast(county: County) -> Cast:
    """The people."""
    return people_of(county)


@pytest.fixture
def as_(db: None) -> Callable[[User], Client]:
    """``as_(cast.lin)``: a browser in which that person is signed in."""

    def signed_in(person: User) -> Client:
        client = Client()
        client.force_login(person)
        return client

    return signed_in


@pytest.fixture
def browser() -> Client:
    """A browser in which nobody is signed in."""
    return Client()
