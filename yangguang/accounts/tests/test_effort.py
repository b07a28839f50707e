"""A public form costs a little counting or a short wait; each challenge is for one form, once, and not for ever."""

from __future__ import annotations

import re
import shutil
import subprocess
from datetime import timedelta
from hashlib import sha256
from html import unescape
from pathlib import Path

import pytest
from django.core import signing
from django.test import Client, RequestFactory
from hypothesis import given, settings
from hypothesis import strategies as st

from yangguang.accounts import effort as efforts
from yangguang.accounts.effort import Effort
from yangguang.accounts.models import SignInCode
from yangguang.lib import clock, effort
from yangguang.lib.errors import Refusal
from yangguang.web.pressure import Pressure

CODE = "/accounts/sign-in/code/"
BITS = 6


@pytest.fixture(autouse=True)
def on(settings):
    settings.YANGGUANG_EFFORT = {"bits": BITS, "most": 12, "wait": 20}
    efforts.pressure.forget()
    yield
    efforts.pressure.forget()


def request(**posted: str):
    return RequestFactory().post("/", posted) if posted else RequestFactory().get("/")


def challenge(form: str = "a.form") -> efforts.Challenge:
    made = Effort(request(), form).challenge()
    assert made is not None
    return made


def take(token: str, answer: str = "", form: str = "a.form") -> None:
    with Effort(request(effort=token, effort_answer=answer), form).spent():
        pass


def solved(one: efforts.Challenge) -> str:
    return effort.solve(one.nonce, one.bits)


def test_a_solution_is_taken_once(db):
    one = challenge()
    take(one.token, solved(one))
    with pytest.raises(Refusal, match="已经交过一次"):
        take(one.token, solved(one))


def test_what_the_verb_refuses_gives_the_effort_back(db):
    one = challenge()
    sent = Effort(request(effort=one.token, effort_answer=solved(one)), "a.form")
    with pytest.raises(Refusal, match="缺少"), sent.spent():
        raise Refusal("缺少联系方式")
    again = sent.challenge()
    assert again is not None
    assert (again.token, again.answer) == (one.token, solved(one))
    take(one.token, solved(one))


def test_a_form_that_was_taken_shows_a_new_challenge(db):
    one = challenge()
    sent = Effort(request(effort=one.token, effort_answer=solved(one)), "a.form")
    with sent.spent():
        pass
    new = sent.challenge()
    assert new is not None
    assert new.token != one.token
    assert new.answer == ""


def test_of_another_form_or_too_old_or_of_the_future_it_is_refused(db):
    one = challenge("another.form")
    with pytest.raises(Refusal, match="打开得太久"):
        take(one.token, solved(one))
    with clock.set_to(clock.now() - timedelta(hours=3)):
        old = challenge()
    with pytest.raises(Refusal, match="打开得太久"):
        take(old.token, solved(old))
    with clock.set_to(clock.now() + timedelta(hours=1)):
        early = challenge()
    with pytest.raises(Refusal, match="打开得太久"):
        take(early.token, solved(early))


def test_without_script_it_is_taken_after_the_wait_and_the_same_challenge_stays_meanwhile(db):
    with clock.set_to(clock.now() - timedelta(seconds=5)):
        one = challenge()
    sent = Effort(request(effort=one.token), "a.form")
    with pytest.raises(Refusal, match=r"请再等 1[456] 秒"), sent.spent():
        raise AssertionError("the verb must not run")
    again = sent.challenge()
    assert again is not None
    assert again.token == one.token
    assert 0 < again.wait < one.wait
    with clock.set_to(clock.now() + timedelta(seconds=20)):
        take(one.token)
        with pytest.raises(Refusal, match="已经交过一次"):
            take(one.token)


def test_who_only_waits_is_held_to_a_number(db):
    with clock.set_to(clock.now() - timedelta(minutes=5)):
        many = [challenge() for _ in range(efforts.WAITED.attempts + 1)]
    for one in many[:-1]:
        efforts.pressure.forget()
        take(one.token)
    efforts.pressure.forget()
    with pytest.raises(Refusal, match="没有运行脚本就提交的表单太多"):
        take(many[-1].token)
    take(many[-1].token, solved(many[-1]))


def test_the_more_comes_in_the_more_it_costs_and_a_cheap_old_challenge_does_not_help(db):
    cheap = challenge()
    for _ in range(70):
        efforts.pressure.add(Effort(request(), "a.form")._place)
    dear = challenge()
    assert dear.bits == BITS + 4
    assert dear.wait > cheap.wait
    with pytest.raises(Refusal, match="再点一次提交"):
        take(cheap.token, solved(cheap))
    take(dear.token, solved(dear))
    for _ in range(100_000):
        efforts.pressure.add("everywhere")
    assert challenge().bits == 12


def test_pressure_fades_and_forgets_who_asked_longest_ago():
    now = [0.0]
    pressure = Pressure(now=lambda: now[0], most=2)
    for _ in range(10):
        pressure.add("a")
    assert pressure.of("a") == 10
    now[0] = 600
    assert 3 < pressure.of("a") < 4
    pressure.add("b")
    pressure.add("c")
    assert pressure.of("a") == 0


@settings(max_examples=150)
@given(answer=st.one_of(st.text(max_size=60), st.from_regex(r"[0-9]{1,4}(\.[0-9]{1,4}){7}", fullmatch=True)))
def test_only_numbers_that_solve_every_part_are_an_answer(answer):
    right = effort.solve("n", BITS)
    zeros = BITS - 3

    def fits(part: int, number: str) -> bool:
        return (
            bin(int(sha256(f"n:{part}:{number}".encode()).hexdigest(), 16))[2:]
            .zfill(256)
            .startswith("0" * zeros)
        )

    numbers = answer.split(".")
    expected = (
        len(numbers) == effort.PARTS
        and all(re.fullmatch("[0-9]{1,12}", one) for one in numbers)
        and all(fits(part, one) for part, one in enumerate(numbers))
    )
    assert effort.answers("n", BITS, answer) == expected
    assert effort.answers("n", BITS, right)
    assert not effort.answers("another", 20, right)


@settings(max_examples=60)
@given(at=st.integers(0, 400), to=st.characters(codec="ascii"))
def test_a_challenge_that_was_touched_is_none(at, to):
    one = challenge()
    at %= len(one.token)
    touched = one.token[:at] + to + one.token[at + 1 :]
    if touched != one.token:
        assert efforts._told(touched) is None
    assert efforts._told(signing.Signer(salt="foi.once").sign_object({"f": "a.form"})) is None


def fields(page: str) -> dict[str, str]:
    found = dict(re.findall(r'name="(effort(?:_answer)?)" value="([^"]*)"', page))
    nonce = re.search(r'data-nonce="([^"]+)" data-bits="(\d+)"', page)
    assert nonce is not None
    return {
        "effort": unescape(found["effort"]),
        "effort_answer": found["effort_answer"],
        "nonce": nonce[1],
        "bits": nonce[2],
    }


def test_a_code_is_sent_to_who_made_the_effort_and_what_was_typed_stays(db, browser: Client):
    shown = fields(browser.get(CODE).content.decode())
    sent = {"address": "13900000009", "effort": shown["effort"]}
    early = browser.post(CODE, sent)
    assert "请再等" in early.content.decode()
    assert 'value="13900000009"' in early.content.decode()
    assert not SignInCode.objects.exists()
    answer = effort.solve(shown["nonce"], int(shown["bits"]))
    wrong = browser.post(CODE, {**sent, "address": "nobody", "effort_answer": answer})
    kept = fields(wrong.content.decode())
    assert kept["effort"] == shown["effort"]
    assert kept["effort_answer"] == answer
    assert browser.post(CODE, {**sent, "effort_answer": answer}).status_code == 302
    assert SignInCode.objects.count() == 1
    again = browser.post(CODE, {**sent, "address": "13900000008", "effort_answer": answer})
    assert "已经交过一次" in again.content.decode()
    assert fields(again.content.decode())["effort"] != shown["effort"]
    assert SignInCode.objects.count() == 1


def test_the_page_says_in_words_what_to_do_without_script(db, browser: Client):
    page = browser.get(CODE).content.decode()
    assert "<noscript>" in page
    assert "20 秒以后再提交" in page
    assert 'role="status"' in page


def test_where_it_is_switched_off_nothing_is_asked(db, browser: Client, settings):
    settings.YANGGUANG_EFFORT = {"bits": 0, "most": 0, "wait": 0}
    page = browser.get(CODE).content.decode()
    assert "effort" not in page
    assert browser.post(CODE, {"address": "13900000009"}).status_code == 302


@pytest.mark.skipif(shutil.which("node") is None, reason="no node here; the browser's journeys run it")
def test_the_script_finds_what_the_house_takes():
    script = Path(__file__).parents[1] / "static/accounts/effort.js"
    program = (
        "globalThis.self = {postMessage: (a) => console.log(a)};"
        f"{script.read_text()}\nself.onmessage({{data: {{nonce: 'abc', bits: 10}}}});"
    )
    done = subprocess.run(["node", "-e", program], capture_output=True, text=True, check=True)
    assert effort.answers("abc", 10, done.stdout.strip())
