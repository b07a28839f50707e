"""A kept page of an item is the page: whatever happens in the house, it is as it would be made now, or it is gone."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from yangguang.disclosure import actions
from yangguang.disclosure.actions import Statement
from yangguang.disclosure.models import Item
from yangguang.disclosure.tests.conftest import BODY, Gate
from yangguang.journal import actions as journal
from yangguang.journal.actors import SYSTEM
from yangguang.lib import clock
from yangguang.organisations import actions as organisations
from yangguang.sites import actions as sites

NOW = clock.moment(date(2026, 11, 20), 10)
Do = Callable[[Callable[[], Any]], Any]


@pytest.fixture
def store(tmp_path: Path, settings: Any) -> Path:
    settings.YANGGUANG_PAGE_STORE = True
    settings.YANGGUANG_PAGES = tmp_path / "pages"
    return tmp_path / "pages"


@pytest.fixture
def do(django_capture_on_commit_callbacks: Any) -> Do:
    """Do one deed, with what follows its commit."""

    def deed(work: Callable[[], Any]) -> Any:
        with django_capture_on_commit_callbacks(execute=True):
            return work()

    return deed


def kept(store: Path, address: str) -> bytes | None:
    page = store / "current" / clock.today().isoformat() / "testserver" / address.strip("/") / "page.html"
    return page.read_bytes() if page.exists() else None


def made_now(browser: Client, address: str, settings: Any) -> bytes:
    settings.YANGGUANG_PAGE_STORE = False
    page = browser.get(address).content
    settings.YANGGUANG_PAGE_STORE = True
    return bytes(page)


def test_the_pages_of_an_item_are_kept_and_those_of_lists_and_questions_are_not(
    gate: Gate, browser: Client, store: Path, do: Do
) -> None:
    item = do(lambda: gate.corrected(gate.published()))
    address = item.get_absolute_url()
    for path in (address, f"{address}releases/1/", f"{address}changes/2/"):
        page = browser.get(path)
        assert page.status_code == 200 and kept(store, path) == page.content, path
    browser.get(f"{address}changes/2/?with=1&all=1")
    for path in ("/", "/catalogue/", "/published/", f"{address}proof.json", f"/large{address}"):
        browser.get(path)
        assert kept(store, path) is None, path
    assert len(list(store.glob("current/**/page.html"))) == 3


def test_who_asks_makes_no_difference(
    gate: Gate, browser: Client, store: Path, do: Do, as_: Any, settings: Any
) -> None:
    item = do(gate.published)
    page = made_now(browser, item.get_absolute_url(), settings)
    for client, headers in (
        (as_(gate.cast.lin), {}),
        (as_(gate.cast.li), {"Accept-Language": "en"}),
        (browser, {"Cookie": "a=1; django_language=en", "User-Agent": "other"}),
    ):
        answer = client.get(item.get_absolute_url(), headers=headers)
        assert answer.content == page and "Cookie" not in answer.get("Vary", "")
    assert kept(store, item.get_absolute_url()) == page


def test_whatever_happens_a_kept_page_is_as_it_would_be_made_now(
    gate: Gate, browser: Client, store: Path, do: Do, settings: Any
) -> None:
    with clock.set_to(NOW):
        item = do(lambda: gate.published(effective_on=date(2026, 11, 3)))
        other = do(lambda: gate.published(title="第二件", doc_number="阳民发〔2026〕20号"))
    address, cast, civil = item.get_absolute_url(), gate.cast, gate.cast.county.civil
    drafter = gate.drafter(cast.lin, civil)
    fresh = lambda: Item.objects.get(pk=item.pk)  # noqa: E731
    now, survived = NOW, []

    def plan() -> None:
        actions.plan_publication(fresh(), NOW + timedelta(days=3), acting=drafter)

    def declare(status: str, successor: Item) -> None:
        statement = Statement(status, date(2026, 11, 20), "县政府决定", successor=successor)
        actions.declare_validity(fresh(), statement, acting=drafter)

    site = do(
        lambda: sites.open_site(
            "main", organisation=cast.county.government, actor=SYSTEM, name="阳光县", host="testserver"
        )
    )
    deeds: dict[str, Callable[[], Any]] = {
        "sealed": journal.seal,
        "drafted elsewhere": lambda: gate.draft(title="草稿"),
        "submitted elsewhere": lambda: gate.submit(gate.draft(title="送审")),
        "published elsewhere, so that there is a next one": lambda: gate.published(title="第三件"),
        "sealed again": journal.seal,
        "repealed": lambda: declare("repealed", other),
        "the successor withdrawn": lambda: gate.withdraw(Item.objects.get(pk=other.pk)),
        "the organisation renamed": lambda: organisations.rename(
            civil, name="阳光县民政和社会工作局", actor=SYSTEM
        ),
        "the site amended": lambda: sites.amend_site(site, actor=SYSTEM, icp="新ICP备2026000001号"),
        "a correction begun": lambda: gate.begin_next(fresh()),
        "it is to be public in three days": plan,
        "it is written": lambda: actions.revise(
            fresh(), gate.facts(body_html=BODY.replace("720", "750")), acting=drafter
        ),
        "it is signed, and waits": lambda: gate.review(fresh()),
        "sealed once more": journal.seal,
        "its moment has come": actions.publish_due,
        "the first text expunged": lambda: gate.expunge(fresh(), 1),
        "seeds loaded": lambda: actions.keep_catalogue(civil, actor=SYSTEM),
    }
    for name, deed in deeds.items():
        now += timedelta(days=3) if name == "its moment has come" else timedelta(minutes=1)
        with clock.set_to(now):
            browser.get(address)
            before = kept(store, address)
            assert before is not None, f"kept again before: {name}"
            do(deed)
            after = kept(store, address)
            assert after is None or after == made_now(browser, address, settings), name
            if after is not None:
                survived.append(name)
        if name == "its moment has come":
            assert "750元" in browser.get(address).content.decode()
    # What is not public does not disturb it, else a busy office would keep it empty.
    assert {
        "drafted elsewhere",
        "submitted elsewhere",
        "a correction begun",
        "it is signed, and waits",
    } <= set(survived)
    with clock.set_to(now + timedelta(days=1)):
        assert kept(store, address) is None, "nothing of yesterday"


def test_what_is_withdrawn_or_corrected_is_not_served_any_more(
    gate: Gate, browser: Client, store: Path, do: Do
) -> None:
    item = do(gate.published)
    address = item.get_absolute_url()
    browser.get(address)
    do(lambda: gate.corrected(item))
    assert kept(store, address) is None
    assert "750元" in browser.get(address).content.decode()
    assert "750元" in (kept(store, address) or b"").decode()
    do(lambda: gate.withdraw(Item.objects.get(pk=item.pk)))
    assert kept(store, address) is None
    assert browser.get(address).status_code == 410
    assert kept(store, address) is None, "that it is gone is never kept"


def test_a_signed_text_that_waits_is_told_nowhere_on_the_page(
    gate: Gate, browser: Client, do: Do, settings: Any
) -> None:
    with clock.set_to(NOW):
        item = do(gate.published)
        page = browser.get(item.get_absolute_url()).content
    with clock.set_to(NOW + timedelta(minutes=1)):
        gate.begin_next(item)
        actions.plan_publication(
            item, NOW + timedelta(days=3), acting=gate.drafter(gate.cast.lin, item.organisation)
        )
        gate.submit(item)
        gate.step(item, gate.cast.zhou, outcome="return", opinion="请核对数额")
        gate.review(item)
        assert browser.get(item.get_absolute_url()).content == page
