"""What there is to see, laid down once through the verbs: public, in work, in review, denied; and what gives it away.

Every text that is not public carries phrases of its own: where one turns up before somebody who is not entitled to
it, the house has a leak, wherever that may be. Of each phrase a search asks for the first half only, so that the
second half can come from the house alone.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile

from tests.cast import Cast, County, people_of, the_county
from yangguang.casework.casefile.maker import KIND
from yangguang.casework.models import Case, Task
from yangguang.deadlines import actions as deadlines
from yangguang.deadlines.models import CalendarYear, Clock, Ground, Limit
from yangguang.deadlines.notice import Notice
from yangguang.decisions.actions import publish_table
from yangguang.decisions.tests.conftest import discretion
from yangguang.disclosure import actions as disclosure
from yangguang.disclosure import rules
from yangguang.disclosure.models import Edition, Item
from yangguang.disclosure.tests.conftest import BODY, Gate
from yangguang.documents import actions as documents
from yangguang.documents.models import Document, DocumentState
from yangguang.files.models import StoredFile
from yangguang.files.redaction import actions as redaction
from yangguang.foi import actions as foi
from yangguang.foi import letters as foi_letters
from yangguang.foi.models import Request
from yangguang.foi.tests.conftest import WANG
from yangguang.journal import actions as journal
from yangguang.journal.actors import SYSTEM
from yangguang.journal.models import Act, Seal
from yangguang.lib import clock
from yangguang.lib.tests.pdfs import one_page
from yangguang.lib.workdays import SpecialDay
from yangguang.notices import actions as notices
from yangguang.notices.rules import inbox
from yangguang.organisations.models import Appointment, Post
from yangguang.organisations.rules import acting_as
from yangguang.screening.models import Word
from yangguang.search import actions as search
from yangguang.search.models import WordGroup
from yangguang.sites import actions as sites

NOW = clock.moment(
    date(2026, 12, 21), 10
)  # so that the 20 working days of what is in work run into a year not yet known
NEXT_YEAR = [SpecialDay(date(2027, 1, n), False, "元旦") for n in (1, 4, 5)]
CLOSED = ("draft", "review", "denied", "next")

# What stands only in texts that are not public. The second half is looked for in every answer.
TITLE = {
    "draft": ("青鸟计划", "尾声甲"),
    "review": ("白鹭计划", "尾声乙"),
    "denied": ("灰雁计划", "尾声丙"),
    "next": ("朱鹮计划", "尾声丁"),
}
ASKED = ("紫燕计划", "尾声戊")  # what a citizen applied for
BODIES = {"draft": "松涛段落", "review": "竹影段落", "denied": "梅香段落", "next": "荷风段落"}
FILES = {"draft": "橘洲名册", "review": "桃源名册", "next": "杏林名册"}
DROPPED = "芦苇名册"
SCANNED = "13800138000"
STAFF = ("林晓", "周敏", "吴刚", "陈静")


@dataclass
class World:
    """The rows to walk to; ``places`` fill the addresses of the table, ``secrets`` is what gives something away."""

    cast: Cast
    items: dict[str, Item] = field(default_factory=dict)
    places: dict[str, Any] = field(default_factory=dict)
    secrets: dict[str, str] = field(default_factory=dict)


def lay() -> World:
    """Everything through the verbs that people use; the clock stands still meanwhile."""
    with clock.set_to(NOW):
        county = the_county()
        world = World(cast=people_of(county))
        gate = Gate(world.cast)
        for organisation in (county.government, county.civil, county.water, county.town):
            disclosure.keep_catalogue(organisation, actor=SYSTEM)
        _open_site(county)
        _lay_items(world, gate)
        request = _lay_request(county)
        publish_table(discretion(), code="fine-tiers", actor=SYSTEM)
        deadlines.publish_year(Notice(2027, NEXT_YEAR), SYSTEM)  # moves the clocks of what is in work
        message = f"请审核：{''.join(TITLE['review'])}"
        notices.send("inbox", world.cast.zhou.uid, message, message, about=world.items["review"].ref)
        while journal.deliver():
            pass
        while journal.seal() is not None:
            pass
        while search.apply():
            pass
        _name_places(world)
        world.places |= {"request": request.uid, "letter": _lay_letter(request, world.cast).uid}
        _name_secrets(world)
        world.secrets |= {
            "title of a request": ASKED[1],
            "uid of a request": request.uid,
            "name of an applicant": WANG.name,
            "phone of an applicant": WANG.phone,
        }
    return world


def _open_site(county: County) -> None:
    site = sites.open_site(
        "main",
        organisation=county.government,
        actor=SYSTEM,
        name="阳光县人民政府",
        host="testserver",
        site_id_code="9901010001",
    )
    sites.open_column(
        site, "notices", question={"organisations": ["civil-affairs"]}, actor=SYSTEM,
        name="民政公开", description="县民政局公开的信息", keywords="民政,公开", column_type="工作动态",
    )  # fmt: skip


def _lay_items(world: World, gate: Gate) -> None:
    cast = world.cast
    lin = gate.drafter(cast.lin, cast.county.civil)
    public = gate.draft(doc_number="阳民发〔2026〕12号")
    disclosure.attach(
        public, SimpleUploadedFile("申请表.txt", "姓名　住址".encode()), "申请表.txt", acting=lin
    )
    gate.review(public)

    def closed(key: str, **changes: Any) -> Item:
        facts = {
            "title": "".join(TITLE[key]),
            "doc_number": "",
            "generated_on": clock.today(),
            "body_html": f"{BODY}<p>{BODIES[key]}</p>",
            **changes,
        }
        if key == "next":
            disclosure.begin_next(public, acting=lin)
            item = public
            disclosure.revise(item, gate.facts(**facts), acting=lin)
        else:
            item = gate.draft(**facts)
        if key in FILES:
            name = f"{FILES[key]}.txt"
            disclosure.attach(item, SimpleUploadedFile(name, f"{key} 名册".encode()), name, acting=lin)
        return item

    draft = closed("draft")
    dropped = disclosure.attach(
        draft, SimpleUploadedFile("a.txt", DROPPED.encode()), f"{DROPPED}.txt", acting=lin
    )
    world.secrets["fingerprint of a file that was taken off the draft"] = dropped.file.blob_id or ""
    world.secrets["uid of a file that was taken off the draft"] = dropped.file.uid
    disclosure.detach(draft, dropped.pk, acting=lin)
    scan = disclosure.attach(
        draft, SimpleUploadedFile("b.pdf", one_page(SCANNED)), f"{FILES['draft']}.pdf", acting=lin
    )
    redaction.begin(scan.file, acting=lin)
    review = closed("review")
    gate.submit(review)
    denied = closed(
        "denied",
        attribute="denied",
        deny_kind="internal",
        deny_reason="内部事务",
        deny_article="第十六条第一款",
    )
    gate.review(denied)
    closed("next")
    public.refresh_from_db()
    world.items = {"public": public, "draft": draft, "review": review, "denied": denied}


def _lay_request(county: County) -> Request:
    """A request at the window of civil affairs, which nobody has accepted yet."""
    told = foi.Application(
        organisation=county.civil,
        applicant=WANG,
        channel="ONSITE",
        title="".join(ASKED),
        description="请提供各乡镇的户数。",
    )
    return foi.submit(told, by=SYSTEM)


def _lay_letter(request: Request, cast: Cast) -> Document:
    """A letter of the request as one that was given out; its files are nobody's business here."""
    kind = foi_letters.catalogue()[0][0].code
    acting = acting_as(cast.lin, cast.county.civil)
    draft = foi_letters.compose(kind, request, {}, acting=acting)
    issued = {"state": DocumentState.ISSUED, "number": "阳民公开告〔2026〕9号", "issued_at": NOW}
    hashes = {"pdf_sha256": "0" * 64, "docx_sha256": "1" * 64}
    Document.objects.filter(pk=draft.pk).update(code="7K3M-P9QX-2WTB-C4DF", **issued, **hashes)
    return draft


def _file(item: Item, name: str) -> StoredFile:
    return StoredFile.objects.get(owner=item.ref, name=name)


def _name_places(world: World) -> None:
    """What the addresses of the table are filled with."""
    items, cast = world.items, world.cast
    task = Task.objects.open().select_related("case").get(case__subject=items["review"].ref)
    public_file = _file(items["public"], "申请表.txt")
    world.places = {
        **{name: item.uid for name, item in items.items()},
        "number": items["public"].index_number,
        "pdf": _file(items["draft"], f"{FILES['draft']}.pdf").uid,
        "case": task.case.uid,
        "export": documents.ask(
            KIND, task.case.ref, form="pdf", acting=acting_as(cast.zhou, cast.county.civil)
        ).uid,
        "task": task.uid,
        "denied_case": Case.objects.get(subject=items["denied"].ref).uid,
        "file": f"{public_file.uid}/{public_file.name}",
        "entry": rules.newest_edition(items["draft"]).attachments.first().pk,
        "category": items["public"].category.code,
        "seal": Seal.objects.last().number,  # type: ignore[union-attr]
        "act": Act.objects.public().filter(subject=items["public"].ref).first().uid,  # type: ignore[union-attr]
        "private_act": Act.objects.filter(is_public=False, subject=items["draft"].ref).first().uid,  # type: ignore[union-attr]
        "clock": Clock.objects.running().get(subject=task.ref).uid,
        "limit": Limit.objects.get(code="REVIEW_STEP").pk,
        "ground_limit": (ground := Ground.objects.filter(code="hearing").order_by("pk")[0]).limit_id,
        "ground": ground.pk,
        "feed_key": deadlines.open_feed(cast.he),
        "year": CalendarYear.objects.order_by("-year").values_list("year", flat=True)[0],
        "column": sites.Column.objects.get(code="notices").pk,
        "post": Post.objects.get(organisation=cast.county.civil, code="leader").uid,
        "appointment": Appointment.objects.get(user=cast.chen).uid,
        "person": cast.chen.uid,
        "message": inbox(cast.zhou.uid).first().uid,  # type: ignore[union-attr]
        **{f"{name}_file": f"{(f := _file(items[where], f'{FILES[name]}.txt')).uid}/{f.name}"
           for name, where in (("draft", "draft"), ("review", "review"), ("next", "public"))},
    }  # fmt: skip
    word = (
        Word.objects.filter(word_list__organisation=None).select_related("word_list").order_by("pk").first()
    )
    assert word is not None
    world.places |= {"words": word.word_list.code, "word": word.pk}
    world.places["group"] = WordGroup.objects.order_by("pk").values_list("pk", flat=True)[0]


def _name_secrets(world: World) -> None:
    """Whatever must not reach a reader who is not entitled: words, uids and fingerprints."""
    secrets = world.secrets
    for key in CLOSED:
        secrets[f"title of {key}"] = TITLE[key][1]
        secrets[f"text of {key}"] = BODIES[key]
        if key in FILES:
            secrets[f"attachment of {key}"] = FILES[key]
    secrets["attachment that was taken off the draft"] = DROPPED
    for key in ("draft", "review", "denied"):
        secrets[f"uid of {key}"] = world.items[key].uid
    for edition in Edition.objects.filter(published_at__isnull=True):
        secrets[f"uid of text {edition.pk}"] = edition.uid
        if edition.sha256:
            secrets[f"fingerprint of text {edition.pk}"] = edition.sha256
    for stored in StoredFile.objects.filter(released_at__isnull=True, destroyed_at__isnull=True):
        secrets[f"uid of file {stored.pk}"] = stored.uid
        secrets[f"fingerprint of file {stored.pk}"] = str(stored.blob_id)
    for case in Case.objects.filter(subject__in=[world.items["review"].ref, world.items["denied"].ref]):
        secrets[f"uid of case {case.pk}"] = case.uid
        secrets[f"number of case {case.pk}"] = case.number
    secrets["uid of the open task"] = world.places["task"]
