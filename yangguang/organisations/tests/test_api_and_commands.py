"""Organisations in the open API, and the two commands that furnish an empty house."""

import argparse
import sys

import pytest

from yangguang.journal.actors import SYSTEM
from yangguang.lib.errors import Refusal
from yangguang.organisations import actions, commands, rules
from yangguang.organisations.models import Organisation

API = "/api/v1/organisations"


def test_the_api_lists_what_exists_from_the_top_down(cast, browser):
    answer = browser.get(API).json()
    assert (answer["count"], answer["count_exact"], answer["next"]) == (6, True, None)
    codes = [row["code"] for row in answer["items"]]
    assert codes == ["county", "chengguan", "dongmen", "civil-affairs", "county-office", "water"]
    assert answer["items"][3] == {
        "code": "civil-affairs",
        "name": "阳光县民政局",
        "short_name": "县民政局",
        "kind": "department",
        "parent": "county",
        "uscc": "11990101009990039L",
        "url": "http://testserver/organisations/civil-affairs/",
    }


def test_the_api_goes_on_page_by_page_without_gaps(cast, browser):
    address, seen = f"{API}?page_size=2&q=县", []
    while address:
        answer = browser.get(address).json()
        assert answer["count"] == 5
        seen += [row["code"] for row in answer["items"]]
        address = answer["next"]
    assert seen == ["county", "chengguan", "civil-affairs", "county-office", "water"]
    assert [row["code"] for row in browser.get(f"{API}?parent=chengguan").json()["items"]] == ["dongmen"]


def test_a_closed_or_unknown_organisation_is_not_there(cast, browser):
    actions.merge_into(cast.county.water, cast.county.civil, actor=SYSTEM)
    for code in ("water", "nonsense"):
        answer = browser.get(f"{API}/{code}")
        assert answer.status_code == 404
        assert answer.json()["error"] == "not-found"
    assert browser.get(f"{API}/civil-affairs").json()["name"] == "阳光县民政局"


@pytest.mark.parametrize("query", ["kind=club", "page_size=0", "page_size=9999", "page_size=x"])
def test_wrong_parameters_are_named(db, browser, query):
    answer = browser.get(f"{API}?{query}")
    assert answer.status_code == 422
    assert query.partition("=")[0] in answer.json()["message"]


@pytest.fixture
def run():
    """Run a command as the console does: a refusal is one line on standard error and a non-zero exit."""
    parser = argparse.ArgumentParser()
    commands.register(parser.add_subparsers())

    def run(line: str) -> int:
        options = parser.parse_args(line.split())
        try:
            return options.run(options)
        except Refusal as refusal:
            sys.stderr.write(refusal.message)
            return 1

    return run


def test_an_empty_house_gets_an_organisation_and_an_operator(db, run, capsys):
    assert run("organisation add east 东县人民政府 --post openness-office") == 0
    assert run("people operator --organisation east --username zhang.san --name 张三") == 0
    out = capsys.readouterr().out
    assert "已设立 东县人民政府" in out
    assert "初始密码" in out
    east = Organisation.objects.get(code="east")
    assert [u.name for u in rules.holders(east, "operator")] == ["张三"]


def test_wrong_words_are_one_clear_line(cast, run, capsys):
    assert run("organisation add water 某局") == 1
    assert "代号 water 已被使用" in capsys.readouterr().err
    assert run("people operator --organisation nowhere --username a.b.c --name 某") == 1
    assert "没有代号为 nowhere 的机构" in capsys.readouterr().err
    assert run("people operator --organisation county --username zhao.ming") == 1
    assert "要由不同的人担任" in capsys.readouterr().err
