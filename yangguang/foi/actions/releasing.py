"""What one person was given everybody may have: the answer's information goes to the gate as a draft (条例第四十四条)."""

from __future__ import annotations

from django.db import transaction
from django.utils.html import format_html_join
from django.utils.translation import gettext as _

from yangguang.disclosure import actions as disclosure
from yangguang.disclosure.models import Category, Item
from yangguang.files import actions as files
from yangguang.foi import rules
from yangguang.foi.acts import RELEASED
from yangguang.foi.models import Answer, Request
from yangguang.journal.actions import record
from yangguang.journal.models import Act
from yangguang.lib import clock
from yangguang.lib.errors import Refusal
from yangguang.organisations.acting import Acting
from yangguang.parties import rules as parties
from yangguang.parties.particulars import words

RELEASABLE = frozenset({"A_GRANT", "A_PARTIAL"})
MOST_TITLE = 200


def releasable(request: Request) -> Answer | None:
    """The newest signed answer by which information was provided; None where there is none."""
    signed = request.answers.exclude(issued_on=None).order_by("-pk").first()
    return signed if signed is not None and signed.answer_type in RELEASABLE else None


@transaction.atomic
def release(request: Request, title: str, category: Category, summary: str, *, acting: Acting) -> Item:
    """Draft an item from what the answer provided, its files attached; from here on it goes the way of every text.

    Title and words may not tell of the applicant. Refusal ``conflict`` where nothing was provided, or it was done
    before; ``forbidden`` for who may not draft there.
    """
    answer = releasable(request)
    if answer is None:
        raise Refusal(_("只有已经签发的“予以公开”“部分公开”的答复，才能转为主动公开。"), code="conflict")
    if released_as(request) is not None:
        raise Refusal(_("这一件已经转为主动公开，请在“信息公开”里继续办理。"), code="conflict")
    title, summary = words(title), summary.strip()
    if not title or len(title) > MOST_TITLE:
        raise Refusal(_("请写标题，最多 %(most)d 个字。") % {"most": MOST_TITLE}, field="title")
    if not summary:
        raise Refusal(_("请写明公开的是什么信息，公开页上先看到这段话。"), field="summary")
    for field, text in (("title", title), ("summary", summary)):
        if rules.without_identity(text, identity_of(request)) != text:
            raise Refusal(_("公开的内容里不能有申请人的姓名、证件号码和联系方式。"), field=field)
    copies = list(rules.copies(answer))
    lines = [line for line in summary.splitlines() if line.strip()]
    lines.append(_("以上信息由依申请公开转为主动公开。"))
    lines += [f"{one.name}：{one.covered}。" for one in copies if one.covered]
    item = disclosure.draft(
        disclosure.Facts(
            title=title,
            category=category,
            generated_on=clock.today(),
            source=request.organisation.name,
            body_html=format_html_join("", "<p>{}</p>", ((line,) for line in lines)),
        ),
        organisation=request.organisation,
        acting=acting,
    )
    for copy in copies:
        with files.open_content(copy) as content:
            disclosure.attach(item, content, copy.name, acting=acting)
    record(
        RELEASED,
        subject=request.ref,
        actor=acting.actor,
        public={"title": title, "item": item.uid},
        organisation_code=request.organisation.code,
        about=[item.ref],
    )
    return item


def released_as(request: Request) -> Item | None:
    """The item that was drafted from the answer of a request."""
    act = Act.objects.filter(kind=RELEASED, subject=request.ref).order_by("-pk").first()
    return Item.objects.filter(uid=act.public["item"]).first() if act else None


def identity_of(request: Request) -> list[str]:
    """What tells of the applicant and of who acts for her, to be struck out of what others read."""
    found: list[str] = []
    for party in (request.applicant, request.agent):
        if party is None or party.is_erased:
            continue
        newest = parties.current(party)
        found += [
            parties.value_of(newest, field, whole=True)
            for field in ("name", "identity_number", "phone", "email", "address", "contact")
        ]
    return [one for one in found if len(one) > 1]
