"""A browser that lies: each thing it says wrongly meets a clear refusal, never a failure of the house."""

from __future__ import annotations

import io
from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils.encoding import iri_to_uri

from tests.access.walk import lines, who_opens
from tests.access.world import World
from yangguang.accounts.models import User
from yangguang.files.models import StoredFile

# Raw bytes as a client may send them after a question mark: no UTF-8, surrogates, zero bytes, numbers beyond all bounds.
NONSENSE = [
    "%ff%fe", "%c0%af", "%ed%a0%80", "%00", "a%00b", "%F0%28%8C%28", "%", "%zz", "%u4f4e", "\xe4\xbd\xe4", "NaN", "-1", "0",
    "9999999999999999999999", "1e309", "%27%22%3E%3C", "%0d%0aSet-Cookie:x=1", "..%2f..%2f..%2fetc%2fpasswd",
    "%EF%BC%91", "%E2%80%AE", "%F0%9F%98%80" * 60, "(" * 300, "%22" * 99, "AND+OR+NOT+*", "2026-02-30", "null", "[]",
]  # fmt: skip
NAMES = [
    "q", "page", "order", "organisation", "category", "kind", "year", "from", "to", "until", "since", "tab", "state", "size",
    "limit", "cursor", "with", "next", "task", "show", "validity", "column", "sort", "at",
]  # fmt: skip


def public_addresses(world: World) -> list[str]:
    return sorted(
        {
            line.address.format_map(world.places).partition("?")[0]
            for line in lines()
            if line.is_public and line.answers["anonymous"] != "-"
        }
    )


def fetched(client: Client, address: str, query: str) -> int:
    """The status of an answer, read to its end."""
    response = client.get(iri_to_uri(address), QUERY_STRING=query)
    if response.streaming:
        b"".join(response.streaming_content)
    return response.status_code


@pytest.fixture
def liar(browser: Client, settings: Any) -> Client:
    settings.YANGGUANG_RATES = {}
    browser.raise_request_exception = False
    return browser


def test_no_public_address_fails_over_any_query(world: World, liar: Client) -> None:
    faults = []
    for number, address in enumerate(public_addresses(world)):
        for nonsense in NONSENSE[number % 7 :: 7]:
            # All names at once, and every seventh piece of nonsense, another seventh than the address before: what
            # fails is looked for one by one.
            together = "&".join(f"{name}={nonsense}" for name in NAMES)
            if fetched(liar, address, together) < 500:
                continue
            faults += [
                f"{address}?{name}={nonsense}"
                for name in NAMES
                if fetched(liar, address, f"{name}={nonsense}") >= 500
            ] or [f"{address}?{together}"]
    assert not faults, f"{len(faults)}\n" + "\n".join(faults[:60])


def test_no_parameter_that_a_page_knows_hides_the_fault_of_another(world: World, liar: Client) -> None:
    """A first bad parameter that is refused would hide a second: each alone, on the pages that take most."""
    faults = [
        f"{address}?{name}={nonsense}"
        for address in ("/search/", "/api/v1/items", "/catalogue/", "/catalogue/all/items.csv")
        for number, name in enumerate(NAMES)
        for nonsense in NONSENSE[number % 9 :: 9]
        if fetched(liar, address, f"{name}={nonsense}") >= 500
    ]
    assert not faults, "\n".join(faults)


def test_no_page_of_the_office_fails_over_any_query(world: World, as_: Callable[[User], Client]) -> None:
    faults = []
    clients = {person: as_(getattr(world.cast, person)) for person in ("lin", "qian", "sun")}
    for number, line in enumerate(lines()):
        person = who_opens(line, tuple(clients))
        if line.part != "office" or line.answers[person] != "200" or "?" in line.address:
            continue
        clients[person].raise_request_exception = False
        address = line.address.format_map(world.places)
        for nonsense in NONSENSE[number % 14 :: 14]:
            query = "&".join(f"{name}={nonsense}" for name in NAMES)
            if fetched(clients[person], address, query) >= 500:
                faults.append(f"{address}?*={nonsense} as {person}")
    assert not faults, "\n".join(faults)


@pytest.mark.parametrize(
    "path",
    [
        "/items/%00/", "/items/%ff%fe/", "/files/..%2f..%2fsettings.py", "/files/a/..%2f..%2fetc", "/%e2%80%ae/",
        "/organisations/%00/", "/columns/%27/", "/verify/%00/", "/catalogue/%00/", "/feeds/organisations/%00.atom",
        "/api/v1/items/%00", "/api/v1/acts/%00/proof", "/api/v1/seals/%00", "/processes/%00/1/", "/help/%00/",
        "/processes/disclosure-review/99999999999999999999/", "/sitemap-items-99999999999999999999.xml",
        "/api/v1/seals/99999999999999999999", "/seals/99999999999999999999.json", "/large//evil.example/",
        "/items/" + "a" * 5000 + "/",
    ],
)  # fmt: skip
def test_an_address_that_makes_no_sense_is_not_found(world: World, liar: Client, path: str) -> None:
    response = liar.get(path, follow=False)
    # The open API names a number beyond its bounds as a wrong parameter.
    assert response.status_code in ({404, 422} if path.startswith("/api/") else {301, 302, 400, 404})
    assert "evil.example" not in response.headers.get("Location", "")[:20]


@pytest.mark.parametrize(
    "headers",
    [
        {"HTTP_HOST": "evil.example"},
        {"HTTP_HOST": "testserver, evil.example"},
        {"HTTP_HOST": "a" * 5000},
        {"HTTP_HOST": "\xff"},
    ],
)
def test_a_forged_host_is_refused_and_never_repeated(
    world: World, liar: Client, headers: dict[str, str]
) -> None:
    response = liar.get("/", **headers)
    assert response.status_code in {200, 400}
    assert b"evil.example" not in response.content
    assert "evil" not in response.headers.get("Location", "")
    for address in ("/accounts/sign-in/", "/office/"):
        response = liar.get(address, **headers)
        assert response.status_code in {302, 400}
        assert "evil" not in response.headers.get("Location", "")


def test_forged_forwarding_headers_change_nothing_that_is_answered(world: World, liar: Client) -> None:
    plain = liar.get("/")
    forged = liar.get(
        "/",
        HTTP_X_FORWARDED_HOST="evil.example",
        HTTP_X_FORWARDED_PROTO="https",
        HTTP_X_FORWARDED_FOR="'; DROP TABLE x;--",
        HTTP_X_ORIGINAL_URL="/office/",
        HTTP_X_REWRITE_URL="/office/",
        HTTP_X_HTTP_METHOD_OVERRIDE="DELETE",
        HTTP_FORWARDED="host=evil.example",
    )
    assert forged.status_code == 200
    assert forged.content == plain.content


@pytest.mark.parametrize(
    "headers",
    [
        {"HTTP_COOKIE": "sessionid=" + "a" * 60_000},
        {"HTTP_COOKIE": "sessionid=\x00; csrftoken=\xff\xfe"},
        {"HTTP_COOKIE": "; ".join(f"c{n}=x" for n in range(3000))},
        {"HTTP_COOKIE": "messages=W10:bogus; sessionid=../../etc/passwd"},
        {"HTTP_USER_AGENT": "\x00\xff" * 5000},
        {"HTTP_ACCEPT": "application/json" * 3000},
        {"HTTP_ACCEPT_LANGUAGE": "zh-" * 5000},
        {"HTTP_IF_NONE_MATCH": '"' * 5000},
        {"HTTP_IF_MODIFIED_SINCE": "Thu, 99 Foo 99999 99:99:99 GMT"},
        {"HTTP_RANGE": "bytes=99999999999999999999-,-1,0-0," * 50},
        {"HTTP_REFERER": "javascript:alert(1)"},
        {"HTTP_AUTHORIZATION": "Basic ////"},
        {"HTTP_X_FORWARDED_FOR": "9" * 10_000},
    ],
)
def test_headers_and_cookies_out_of_all_proportion_break_nothing(
    world: World, liar: Client, headers: dict[str, str]
) -> None:
    for address in ("/", "/search/?q=低保", "/accounts/", "/accounts/sign-in/", "/office/desk/", "/api/v1/items",
                    f"/files/{world.places['file']}"):  # fmt: skip
        assert liar.get(iri_to_uri(address), **headers).status_code < 500
    sent = {"identifier": "lin.xiao", "password": "x"}
    assert liar.post("/accounts/sign-in/", sent, **headers).status_code in {200, 400, 429}


@pytest.mark.parametrize(
    "method", ["PUT", "DELETE", "PATCH", "TRACE", "OPTIONS", "PROPFIND", "CONNECT", "X" * 500]
)
def test_methods_that_nobody_offered(world: World, liar: Client, method: str) -> None:
    for address in (
        "/",
        "/published/",
        "/api/v1/items",
        f"/files/{world.places['file']}",
        "/accounts/sign-in/",
    ):
        assert liar.generic(method, address).status_code < 500


@pytest.mark.parametrize(
    ("kind", "body"),
    [
        ("multipart/form-data", b"no boundary"),
        ("multipart/form-data; boundary=", b"--\r\n"),
        ("multipart/form-data; boundary=" + "b" * 500, b"--b\r\n"),
        ("multipart/form-data; boundary=b", b"--b\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\nunfinished"),
        ("multipart/form-data; boundary=b", b'--b\r\nContent-Disposition: form-data; name="\xff\x00"\r\n\r\nx\r\n--b--\r\n'),
        ("multipart/form-data; boundary=b; charset=utf-7", b"--b--\r\n"),
        ("application/x-www-form-urlencoded; charset=no-such", b"identifier=a&password=b"),
        ("application/x-www-form-urlencoded", b"identifier=%ff%00&password=%c0%af"),
        ("application/x-www-form-urlencoded", b"&".join(b"f%d=1" % n for n in range(5000))),
        ("application/json", b'{"identifier": '),
        ("text/plain", b"\x00" * 1000),
        ("", b"identifier=a"),
        ("application/x-www-form-urlencoded", b"identifier=" + b"9" * 11_000_000),
    ],
)  # fmt: skip
def test_forms_that_are_none(world: World, liar: Client, kind: str, body: bytes) -> None:
    for address in ("/accounts/sign-in/", "/accounts/sign-in/code/"):
        response = liar.generic("POST", address, body, content_type=kind)
        assert response.status_code in {200, 400, 403, 413}, response.status_code


FORMS = [
    ("/office/items/new/", {"organisation": "civil-affairs", "attribute": "proactive", "action": "save"},
     ["title", "body_html", "doc_number", "summary", "attribute", "organisation", "category", "generated_on", "action"]),
    ("/accounts/sign-in/", {}, ["identifier", "password", "next"]),
    ("/accounts/sign-in/code/", {}, ["address", "next"]),
    ("/accounts/password/", {}, ["current", "new", "again"]),
    ("/accounts/authenticator/", {}, ["action", "code", "next"]),
]  # fmt: skip


@pytest.mark.parametrize(
    "nonsense", ["\x00", "a\x00b", "\ud800", "9" * 50_000, "<" * 9_000, "\u202e\u0000", "-1", "../../x"]
)
def test_fields_that_hold_what_nobody_can_type(
    world: World, as_: Callable[[User], Client], nonsense: str
) -> None:
    client = as_(world.cast.lin)
    client.raise_request_exception = False
    for address, rest, names in FORMS:
        for name in names:
            try:
                sent = {**rest, name: nonsense}
                response = client.post(address, sent)
            except UnicodeEncodeError:  # the client itself cannot say it: it is sent as raw bytes
                raw = f"{name}=%ED%A0%80".encode()
                response = client.generic(
                    "POST", address, raw, content_type="application/x-www-form-urlencoded"
                )
            assert response.status_code < 500, f"{address} {name}"


@pytest.mark.parametrize(
    ("name", "content", "kind"),
    [
        ("../../../etc/passwd", b"x", "text/plain"),
        ("..\\..\\evil.exe", b"MZ\x90", "application/octet-stream"),
        ("\u516c\u793a.pdf.exe", b"MZ\x90\x00", "application/pdf"),
        ("\u516c\u793a.pdf", b"<html><script>alert(1)</script>", "application/pdf"),
        ("\u516c\u793a.svg", b"<svg onload=alert(1)>", "image/svg+xml"),
        ("\u516c\u793a.html", b"<script>alert(1)</script>", "text/html"),
        ("a\x00.pdf", b"%PDF-1.4", "application/pdf"),
        ("\u202efdp.exe", b"MZ", "application/pdf"),
        ("x" * 500 + ".pdf", b"%PDF-1.4", "application/pdf"),
        (".htaccess", b"x", "text/plain"),
        ("CON.txt", b"x", "text/plain"),
        ("empty.pdf", b"", "application/pdf"),
        ("zip.docx", b"PK\x03\x04" + b"\x00" * 50, "application/msword"),
        ("\u516c\u793a.png", b"\x89PNG\r\n\x1a\n<script>", "image/png"),
        ("a\r\nSet-Cookie: x=1.txt", b"x", "text/plain"),
    ],
)  # fmt: skip
def test_uploads_that_lie_about_what_they_are(
    world: World, as_: Callable[[User], Client], name: str, content: bytes, kind: str
) -> None:
    client = as_(world.cast.lin)
    client.raise_request_exception = False
    before = set(StoredFile.objects.values_list("pk", flat=True))
    upload = SimpleUploadedFile("placeholder", content, content_type=kind)
    upload._name = name  # type: ignore[attr-defined]  # what a hand-written client puts there, path and all
    sent = {"organisation": "civil-affairs", "title": "附件", "attribute": "proactive", "action": "save",
            "body_html": "<p>正文</p>", "attachment": upload}  # fmt: skip
    response = client.post("/office/items/new/", sent)
    assert response.status_code < 500
    for kept in StoredFile.objects.exclude(pk__in=before):
        assert not set(kept.name) & set("/\\\x00\r\n\u202e"), kept.name
        assert not kept.name.lower().endswith((".exe", ".html", ".svg", ".htaccess")), kept.name
        served = client.get(iri_to_uri(f"/files/{kept.uid}/{kept.name}"))
        if served.status_code == 200:
            assert served.headers["X-Content-Type-Options"] == "nosniff"
            assert not served.headers["Content-Type"].startswith(("text/html", "image/svg"))
            assert "default-src 'none'" in served.headers["Content-Security-Policy"]
            b"".join(served.streaming_content)


def test_a_body_that_breaks_off_is_refused(world: World, liar: Client) -> None:
    class BreaksOff(io.BytesIO):
        def read(self, *_size: Any) -> bytes:
            raise OSError("the other end has gone")

    response = liar.generic(
        "POST", "/accounts/sign-in/", b"", content_type="multipart/form-data; boundary=b",
        **{"wsgi.input": BreaksOff(b""), "CONTENT_LENGTH": "100"},
    )  # fmt: skip
    assert response.status_code < 500


def test_a_form_from_elsewhere_is_refused_in_chinese(world: World) -> None:
    strict = Client(enforce_csrf_checks=True)
    response = strict.post("/accounts/sign-in/", {"identifier": "lin.xiao", "password": "x"})
    assert response.status_code == 403
    assert "请退回上一页，刷新以后再交" in response.content.decode()
