"""What ``yangguang doctor`` tells of the finished pages that are kept as files."""

from __future__ import annotations

import os
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.test import RequestFactory

from yangguang.journal import keeping
from yangguang.lib import clock
from yangguang.web import pagestore

from .conftest import told, wrong

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def kept(tmp_path: Path, settings: Any) -> Path:
    """A store of finished pages with its shelf open."""
    settings.YANGGUANG_PAGE_STORE, settings.YANGGUANG_PAGES = True, tmp_path / "pages"
    assert pagestore.place_for(RequestFactory().get("/items/a/b/"))
    return tmp_path / "pages"


def test_a_page_that_somebody_left_old(
    ask: Any, act: Any, kept: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with wrong(ask, "成品页面"):
        monkeypatch.setattr(pagestore, "changing", lambda: None)  # a program that goes round the house
        act()
        assert "current" in told(ask, "成品页面", "没有更新的页面")["remedy"]
        assert keeping.tend() == 0 and not (kept / "current").is_symlink(), "the worker mends it"


def test_a_change_that_left_its_mark(ask: Any, kept: Path) -> None:
    with wrong(ask, "成品页面"), clock.set_to(clock.now() + timedelta(minutes=6)):
        (kept / "changing" / "01X").touch()
        told(ask, "成品页面", "记号")
        assert keeping.tend() == 2, "the mark, and the shelf that it closed"


def test_pages_that_cannot_be_written(ask: Any, kept: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    allowed = os.access
    with wrong(ask, "成品页面"):
        monkeypatch.setattr(os, "access", lambda path, mode: path != kept and allowed(path, mode))
        assert "YANGGUANG_PAGE_STORE" in told(ask, "成品页面", "写不进")["remedy"]
        monkeypatch.setattr(os, "access", allowed)
