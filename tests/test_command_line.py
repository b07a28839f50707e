"""Every command answers bad input with one clear line and a code that is not zero; never with a traceback."""

from __future__ import annotations

import socket
from pathlib import Path

import pytest

from tests.cast import Cast
from yangguang.config.cli import main, parser

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("words", "says"),
    [
        ("due NOPE --from 2026-12-28", "没有代码为 NOPE 的时限"),
        ("due PROACTIVE_PUBLISH --from 2026-13-45", "日期不对"),
        ("calendar import /no/such/file.csv", "读不到"),
        ("process check /no/such/file.bpmn", ""),
        ("process draw /no/such/file.bpmn -o /tmp/x.svg", ""),
        ("screen /no/such/file.txt", ""),
        ("journal prove nothing -o /tmp/proof.json", "没有找到"),
        ("journal check /no/such/proof.json", ""),
        ("import-items /no/such/file --organisation nowhere --category A20_01", "没有代号为"),
        ("serve --port 99999", "1 到 65535"),
    ],
)
def test_bad_input_gets_one_clear_line(
    words: str, says: str, cast: Cast, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(words.split()) != 0
    said = capsys.readouterr().err
    assert said.startswith("yangguang: ")
    assert says in said
    assert len(said.strip().splitlines()) == 1


def test_words_that_make_no_command_exit_with_2(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as stop:
        main(["dance"])
    assert stop.value.code == 2
    assert len(capsys.readouterr().err.strip().splitlines()) == 1


def test_a_taken_port_is_named_with_another_to_try(capsys: pytest.CaptureFixture[str]) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        assert main(["serve", "--port", str(port)]) == 1
    assert f"--port {port + 1}" in capsys.readouterr().err


def test_the_commands_of_the_issue_are_all_there() -> None:
    told = parser().format_help()
    for command in [
        "demo",
        "serve",
        "work",
        "import-items",
        "due",
        "calendar",
        "process",
        "journal",
        "screen",
        "doctor",
    ]:
        assert command in told


def test_every_command_stands_in_the_operations_manual() -> None:
    manual = (Path(__file__).parent.parent / "docs" / "operations.md").read_text(encoding="utf-8")
    actions = next(a for a in parser()._actions if a.dest == "command")
    missing = [name for name in (actions.choices or {}) if f"yangguang {name}" not in manual]
    assert not missing
