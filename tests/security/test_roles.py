"""A house in parts: the public site knows no office, the office serves no public, the worker has no page."""

from __future__ import annotations

import importlib
from collections.abc import Callable, Iterator
from types import ModuleType
from typing import Any

import pytest
from django.conf import settings as live
from django.test import Client, override_settings
from django.urls import clear_url_caches
from django.utils.encoding import iri_to_uri

from tests.access.walk import lines, who_opens
from tests.access.world import World
from yangguang.accounts.models import User
from yangguang.config import serve, urls
from yangguang.config.settings import middleware_for
from yangguang.lib.errors import Refusal

Role = Callable[[str], None]


@pytest.fixture
def role() -> Iterator[Role]:
    """``role("public")``: this process is now of that role."""
    undo: list[Any] = []

    def become(name: str) -> None:
        module = ModuleType(f"urls_of_{name}")
        module.urlpatterns = urls.patterns_for(name)  # type: ignore[attr-defined]
        for handler in ("handler400", "handler403", "handler404", "handler500"):
            setattr(module, handler, getattr(urls, handler))
        changed = override_settings(
            ROLE=name,
            ROOT_URLCONF=module,
            MIDDLEWARE=middleware_for(name),
            BASE_URL="https://www.example.gov.cn" if name == "office" else live.BASE_URL,
        )
        changed.enable()
        undo.append(changed)
        clear_url_caches()

    yield become
    for changed in undo:
        changed.disable()
    clear_url_caches()


def test_a_public_process_serves_every_public_page_and_nothing_of_the_office(
    world: World, browser: Client, role: Role
) -> None:
    role("public")
    browser.raise_request_exception = False
    faults = []
    for line in lines():
        if line.part == "post":
            continue
        met = browser.get(iri_to_uri(line.address.format_map(world.places))).status_code
        if line.address.startswith("/office/"):
            expected = {404}
        elif line.is_public:
            expected = {int(line.answers["anonymous"])}
        else:
            expected = {200, 302, 404, 405}
        if met not in expected:
            faults.append(f"{line.address}: {met}, not {expected}")
    assert not faults, "\n".join(faults)
    assert browser.get("/healthz").json() == {"ok": True, "role": "public"}


def test_staff_are_unknown_to_a_public_process_citizens_are_not(
    world: World, browser: Client, as_: Callable[[User], Client], role: Role
) -> None:
    cast = world.cast
    inside = as_(cast.lin)
    role("public")
    sent = {"identifier": "lin.xiao", "password": cast.password}
    told = browser.post("/accounts/sign-in/", sent).content.decode()
    assert "用户名或密码不对" in told
    assert inside.get("/accounts/").status_code == 302
    assert inside.get(f"/files/{world.places['draft_file']}").status_code == 404
    sent = {"identifier": "13900000001", "password": cast.password}
    assert browser.post("/accounts/sign-in/", sent).url == "/accounts/"


def test_an_office_process_serves_the_office_and_sends_the_rest_to_the_public_site(
    world: World, as_: Callable[[User], Client], role: Role
) -> None:
    role("office")
    faults = []
    clients = {person: as_(getattr(world.cast, person)) for person in ("lin", "qian", "sun")}
    for line in lines():
        person = who_opens(line, tuple(clients))
        if line.part == "post" or line.answers[person] == "-":
            continue
        clients[person].raise_request_exception = False
        response = clients[person].get(iri_to_uri(line.address.format_map(world.places)))
        if line.address.startswith(("/office/", "/accounts/")):
            fits = str(response.status_code) == line.answers[person].replace("door", "302")
        else:
            fits = response.status_code < 500
        if not fits:
            faults.append(f"{line.address} as {person}: {response.status_code}")
    assert not faults, "\n".join(faults)
    client = as_(world.cast.lin)
    assert client.get("/").url == "/office/"
    assert client.get("/published/?page=2").url == "https://www.example.gov.cn/published/?page=2"
    assert client.get(f"/items/{world.places['number']}/").url.startswith("https://www.example.gov.cn/items/")
    assert client.get("/api/v1/items").status_code == 404
    assert client.get("/healthz").json()["role"] == "office"


def test_a_worker_answers_for_its_health_alone(browser: Client, db: None, role: Role) -> None:
    role("worker")
    assert browser.get("/healthz").json() == {"ok": True, "role": "worker"}
    with pytest.raises(Refusal, match="yangguang work"):
        serve.serve(8999)


def test_each_role_passes_only_what_it_needs() -> None:
    for name in ("all", "public", "office", "worker"):
        for path in middleware_for(name):
            module, _dot, attribute = path.rpartition(".")
            assert hasattr(importlib.import_module(module), attribute)
    assert "django.contrib.messages.middleware.MessageMiddleware" not in middleware_for("public")
    assert "yangguang.web.large.LargeText" not in middleware_for("office")
    assert not any("session" in path for path in middleware_for("worker"))
