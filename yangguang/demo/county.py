"""Brings the fictional county into the house: divisions, organisations, people, processes, site and columns.

Everything goes through the verbs of the rooms, under the clock of the day on which it happens.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from yangguang.accounts.models import User
from yangguang.casework.actions import publish_process
from yangguang.demo import tables
from yangguang.demo.columns import COLUMNS
from yangguang.demo.world import World
from yangguang.demo.world.offices import (
    CHIEF,
    INFORMATION_OFFICER,
    LEADER,
    LEGAL_REVIEWER,
    OFFICE_HEAD,
    OPENNESS_OFFICE,
    OPERATOR,
    SECRECY_REVIEWER,
    SECTION_HEAD,
    SUPERVISOR,
)
from yangguang.demo.world.organisations import Organisation as Office
from yangguang.demo.world.places import COUNTY, DIVISION
from yangguang.disclosure import seeds as disclosure_seeds
from yangguang.journal.actors import Actor
from yangguang.organisations import actions
from yangguang.organisations.models import Division, Organisation, Post
from yangguang.sites import actions as sites
from yangguang.sites.models import Column

PASSWORD = "yangguang-demo"
FOUNDER = Actor(
    key="demo", name="演示数据", post="系统", organisation="阳光县（演示）", organisation_code="county"
)
FOUNDED = date(2015, 1, 1)

_POSTS = {
    "government": (OPENNESS_OFFICE, SECTION_HEAD, SUPERVISOR, OPERATOR, SECRECY_REVIEWER),
    "office": (
        OPENNESS_OFFICE,
        INFORMATION_OFFICER,
        SECTION_HEAD,
        SECRECY_REVIEWER,
        LEGAL_REVIEWER,
        LEADER,
        CHIEF,
    ),
    "department": (INFORMATION_OFFICER, SECTION_HEAD, SECRECY_REVIEWER, LEGAL_REVIEWER, LEADER, CHIEF),
    "town": (INFORMATION_OFFICER, SECTION_HEAD, OFFICE_HEAD, SECRECY_REVIEWER, LEGAL_REVIEWER, LEADER, CHIEF),
    "village": (INFORMATION_OFFICER,),
}

# Which room of an office takes requests for information in.
_RECEIVES = {"government": "办公室", "department": "办公室", "town": "党政综合办公室"}


@dataclass
class County:
    """The rows of the county by their codes: what the story acts on."""

    organisations: dict[str, Organisation]
    users: dict[str, User]

    def holder(self, organisation: str, post: str) -> User:
        """Who holds a post of an organisation from the first day on."""
        return self.users[f"{organisation}:{post}"]


def found(world: World) -> County:
    """Divisions, organisations with their posts and people, the towns' own review, the site and its columns."""
    _divisions(world)
    county = County({}, {})
    for order, office in enumerate(world.organisations.values(), start=1):
        county.organisations[office.code] = _organisation(office, order, county)
    for office in world.organisations.values():
        _people(office, county)
    # The openness office sits in the county's office and works for the whole county; where a department has no
    # section head, its director looks at the texts.
    openness = county.holder("county-office", OPENNESS_OFFICE)
    for code in (OPENNESS_OFFICE, SECTION_HEAD):
        actions.appoint(openness, _post(county.organisations["county"], code), actor=FOUNDER, since=FOUNDED)
    # Whoever looks at a text for secrets looks at answers for their law: a county has not two lawyers in an office.
    for office in world.organisations.values():
        if LEGAL_REVIEWER in _POSTS[office.kind]:
            actions.appoint(
                county.holder(office.code, SECRECY_REVIEWER),
                _post(county.organisations[office.code], LEGAL_REVIEWER),
                actor=FOUNDER,
                since=FOUNDED,
            )
    for town in world.of_kind("town"):
        publish_process(
            disclosure_seeds.review_xml(7),
            code=disclosure_seeds.REVIEW,
            organisation=county.organisations[town.code],
            actor=FOUNDER,
        )
    tables.publish(county.organisations, FOUNDER)
    _site(county.organisations["county"])
    return county


def _divisions(world: World) -> None:
    actions.add_division(DIVISION, COUNTY, actor=FOUNDER, valid_from=FOUNDED)
    for office in [*world.of_kind("town"), *world.of_kind("village")]:
        actions.add_division(office.division, office.short_name, actor=FOUNDER, valid_from=FOUNDED)


def _organisation(office: Office, order: int, county: County) -> Organisation:
    made = actions.establish_organisation(
        office.code,
        office.name,
        kind=office.kind,
        actor=FOUNDER,
        parent=county.organisations.get(office.parent),
        short_name=office.short_name,
        uscc=office.uscc,
        division=Division.objects.get(code=office.division),
        valid_from=FOUNDED,
        order=order * 10,
        posts=_POSTS[office.kind],
        basis="阳光县机构编制规定（演示）",
    )
    if office.kind != "village":  # its town takes letters in for it
        actions.set_contact(
            made,
            office=made.name if office.kind == "office" else f"{made.name}{_RECEIVES[office.kind]}",
            address=office.address,
            postcode="990000",
            telephone=office.phone,
            fax=office.phone,
            email=f"{office.code}@yangguang.example",
            hours="工作日 9:00—12:00，14:00—17:30",
            actor=FOUNDER,
            basis="《政府信息公开条例》第十二条",
        )
    return made


def _post(organisation: Organisation, code: str) -> Post:
    return Post.objects.get(organisation=organisation, code=code)


def _people(office: Office, county: County) -> None:
    for person in office.people:
        user, _password = actions.take_on(
            _post(county.organisations[office.code], person.post),
            username=person.username,
            name=person.name,
            actor=FOUNDER,
            since=FOUNDED,
            password=PASSWORD,
        )
        county.users[f"{office.code}:{person.post}"] = user


def _site(government: Organisation) -> None:
    site = sites.open_site(
        "main",
        organisation=government,
        actor=FOUNDER,
        name="阳光县人民政府",
        host="",
        site_id_code="9900000001",
        icp="某ICP备00000000号-1",
        police="某公网安备 00000000000000号",
        contact={
            "sponsor": "阳光县人民政府办公室",
            "undertaker": "阳光县政务公开办公室",
            "address": "阳光县城关镇人民路1号",
            "phone": "0990-8120012",
            "email": "openness@yangguang.example",
            "hours": "政务服务大厅 8:30—17:30，中午不休息",
        },
        look={"hot_words": ["低保", "三公经费", "加装电梯", "医保参保", "惠农补贴", "停水"]},
    )
    opened: dict[str, Column] = {}
    for order, column in enumerate(COLUMNS, start=1):
        opened[column.code] = sites.open_column(
            site,
            column.code,
            question=column.question,
            actor=FOUNDER,
            parent=opened.get(column.parent),
            name=column.name,
            description=column.description,
            keywords=column.keywords,
            column_type=column.type,
            order=order * 10,
        )
