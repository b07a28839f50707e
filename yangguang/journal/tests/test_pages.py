"""The public pages: plain words, the proof to take home, and nothing of what is not public."""

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from yangguang.journal import actions, checker, kinds, rules
from yangguang.journal.models import Act, Seal
from yangguang.lib.proof import check
from yangguang.web.meta import problems

from .conftest import LAMP

Light = Callable[..., Act]
pytestmark = pytest.mark.django_db


@pytest.fixture
def sealed(light: Light) -> Act:
    act = light("红", basis="条例第二十六条")
    light("绿")
    actions.seal()
    light("蓝")
    actions.seal()
    return act


def test_an_act_is_told_in_plain_words_with_its_proof(sealed: Act, client: Client) -> None:
    page = client.get(f"/verify/{sealed.uid}/")
    html = page.content.decode()
    for words in (
        "点亮了红灯",
        "与公开日志一致",
        "第 1 号",
        "县民政局",
        "分管领导",
        "条例第二十六条",
        "一号路灯",
        "/lamps/1/",
    ):
        assert words in html, words
    assert f"/verify/{sealed.uid}/proof.json" in html and "点亮了蓝灯" in html
    assert "Cookie" not in page.headers.get("Vary", "") and not page.cookies


@pytest.mark.parametrize("secret", ["陈静", "周敏", "01CHEN", "13800000000"])
def test_nobodys_name_is_on_the_page_or_in_the_proof(sealed: Act, client: Client, secret: str) -> None:
    for address in (f"/verify/{sealed.uid}/", f"/verify/{sealed.uid}/proof.json"):
        assert secret not in client.get(address).content.decode()


def test_a_downloaded_proof_holds_offline(sealed: Act, client: Client) -> None:
    answer = client.get(f"/verify/{sealed.uid}/proof.json")
    assert "attachment" in answer.headers["Content-Disposition"]
    assert check(answer.json(), trusted_keys=rules.trusted_keys()).ok
    held = client.get("/seals/2.json").json()
    assert not check(answer.json(), seal=held).ok
    linked = client.get(f"/verify/{sealed.uid}/proof.json?held=2").json()
    assert check(linked, seal=held, trusted_keys=rules.trusted_keys()).ok
    newest = client.get(f"/verify/{sealed.uid}/proof.json?seal=2").json()
    assert check(newest, seal=held).ok and newest["seal"]["number"] == 2


@pytest.mark.parametrize("query", ["?held=9", "?held=x", "?held=-1", "?seal=99999999999999999999999"])
def test_a_seal_that_does_not_exist_is_not_found(sealed: Act, client: Client, query: str) -> None:
    assert client.get(f"/verify/{sealed.uid}/proof.json{query}").status_code == 404


def test_an_act_that_waits_for_its_seal_says_so(light: Light, client: Client) -> None:
    act = light()
    page = client.get(f"/verify/{act.uid}/")
    assert page.status_code == 200 and "还没有封存" in page.content.decode()
    assert client.get(f"/verify/{act.uid}/proof.json").status_code == 404


def test_an_act_that_is_not_public_is_not_found_and_does_not_leak(light: Light, client: Client) -> None:
    act = light(kind="tests.lamp_inspected", public={"colour": "暗红"})
    shown = light()
    actions.seal()
    for address in (f"/verify/{act.uid}/", f"/verify/{act.uid}/proof.json", f"/verify/?q={act.uid}"):
        answer = client.get(address)
        assert answer.status_code == 404 and "暗红" not in answer.content.decode()
    proof = client.get(f"/verify/{shown.uid}/proof.json")
    assert (
        "暗红" not in proof.content.decode()
        and "暗红" not in client.get(f"/verify/{shown.uid}/").content.decode()
    )
    assert client.get(f"/api/v1/acts/{act.uid}/proof").status_code == 404


def test_an_altered_act_says_so_on_its_page(sealed: Act, client: Client, tamper: Callable[..., int]) -> None:
    tamper("UPDATE journal_act SET basis = 'x' WHERE id = %s", sealed.id)
    html = client.get(f"/verify/{sealed.uid}/").content.decode()
    assert "与公开日志不一致" in html and "被改动" in html


def test_an_act_is_found_by_what_its_subject_answers_to(sealed: Act, light: Light, client: Client) -> None:
    answer = client.get("/verify/", {"q": "L1"})
    newest = Act.objects.about(LAMP).last()
    assert newest and answer.status_code == 302 and answer.headers["Location"] == f"/verify/{newest.uid}/"
    assert client.get("/verify/", {"q": sealed.uid}).headers["Location"] == f"/verify/{sealed.uid}/"
    missing = client.get("/verify/", {"q": "L9<b>"})
    assert missing.status_code == 404 and "没有找到这条记录" in missing.content.decode()
    assert "<b>" not in missing.content.decode().partition("没有找到这条记录")[2][:200]


def test_the_pages_explain_themselves_and_carry_the_national_tags(sealed: Act, client: Client) -> None:
    for address in ("/verify/", "/seals/", f"/verify/{sealed.uid}/"):
        html = client.get(address).content.decode()
        faults = [
            fault for fault in problems(html) if "SiteDomain" not in fault and "SiteIDCode" not in fault
        ]
        assert not faults and "<h1>" in html
    assert rules.trusted_keys().popitem()[1].hex() in client.get("/verify/").content.decode()


def test_seals_are_listed_and_fed_whole(sealed: Act, client: Client) -> None:
    assert "第 2 次" in client.get("/seals/").content.decode()
    feed = client.get("/seals/feed.atom")
    assert feed.headers["Content-Type"].startswith("application/atom+xml")
    for seal in Seal.objects.all():
        assert seal.signature in feed.content.decode()
    assert client.get("/seals/9.json").status_code == 404


def test_the_api_lists_seals_and_proves(sealed: Act, client: Client) -> None:
    page = client.get("/api/v1/seals?page_size=1").json()
    assert (page["count"], page["count_exact"], [seal["number"] for seal in page["items"]]) == (2, True, [2])
    more = client.get(page["next"]).json()
    assert [seal["number"] for seal in more["items"]] == [1] and more["next"] is None
    assert client.get("/api/v1/seals/latest").json() == Seal.objects.get(number=2).document()
    assert client.get("/api/v1/seals/1").json() == Seal.objects.get(number=1).document()
    assert client.get("/api/v1/seals/7").status_code == 404
    link = client.get("/api/v1/seals/1/consistency?with=2").json()
    assert [seal["number"] for seal in link["seals"]] == [1, 2] and len(link["path"]) == 1
    proof = client.get(f"/api/v1/acts/{sealed.uid}/proof?held=2").json()
    assert check(proof, seal=page["items"][0], trusted_keys=rules.trusted_keys()).ok


def test_a_kind_whose_room_is_gone_is_still_shown(
    sealed: Act, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(kinds, "_kinds", {})
    assert "tests.lamp_lit" in client.get(f"/verify/{sealed.uid}/").content.decode()


# The program that citizens download


def run_checker(tmp_path: Path, document: Any, *more: str) -> subprocess.CompletedProcess[str]:
    program, proof = tmp_path / "check_proof.py", tmp_path / "proof.json"
    program.write_text(checker.source(), encoding="utf-8")
    proof.write_text(json.dumps(document), encoding="utf-8")
    # -I and -S: no site-packages; it must live on Python alone.
    return subprocess.run(
        [sys.executable, "-I", "-S", str(program), str(proof), *more],
        capture_output=True,
        text=True,
        check=False,
    )


def test_the_downloaded_checker_agrees_with_ours_without_any_library(
    sealed: Act, client: Client, tmp_path: Path
) -> None:
    assert "attachment" in client.get("/verify/check_proof.py").headers["Content-Disposition"]
    proof = client.get(f"/verify/{sealed.uid}/proof.json?held=2").json()
    held = tmp_path / "seal.json"
    held.write_text(json.dumps(Seal.objects.get(number=2).document()), encoding="utf-8")
    done = run_checker(tmp_path, proof, "--seal", str(held))
    assert done.returncode == 0 and "结论：凭证成立" in done.stdout, done.stderr
    assert "与您保存的第 2 次封存一致" in done.stdout

    for forge in (
        lambda p: p["leaf"].update(basis="另一条"),
        lambda p: p.update(position=1),
        lambda p: p["seal"].update(size=3),
        lambda p: p["seal"].update(signature="0" * 128),
        lambda p: p["consistency"]["seal"].update(root="0" * 64),
        lambda p: p.update(content=[{"claim": "colour", "text": "红"}]),
    ):
        forged = json.loads(json.dumps(proof))
        forge(forged)
        done = run_checker(tmp_path, forged)
        assert done.returncode == 1 and "凭证不成立" in done.stdout and not check(forged).ok


def test_the_downloaded_checker_says_what_is_no_proof(tmp_path: Path) -> None:
    for rubbish in ([], {}, {"schema": "yangguang.proof/1"}, 7, "x"):
        done = run_checker(tmp_path, rubbish)
        assert done.returncode == 1 and "不是一份完整的凭证" in done.stderr and "Traceback" not in done.stderr
