"""The journal on the command line: answers for people and programs, one clear line for bad input."""

import argparse
import json
from collections.abc import Callable
from pathlib import Path

import pytest

from yangguang.journal import actions, commands
from yangguang.journal.health import checks
from yangguang.journal.models import Act, Seal
from yangguang.lib.errors import Refusal

Light = Callable[..., Act]
pytestmark = pytest.mark.django_db


def run(*words: str | Path) -> int:
    parser = argparse.ArgumentParser()
    commands.register(parser.add_subparsers())
    options = parser.parse_args(["journal", *map(str, words)])
    return int(options.run(options))


def test_seal_prove_and_check_from_one_end_to_the_other(
    light: Light, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    light()
    assert run("seal") == 0 and "第 1 次封存，共 1 条记录" in capsys.readouterr().out
    assert run("seal") == 0 and "没有新的记录" in capsys.readouterr().out
    proof, held = tmp_path / "proof.json", tmp_path / "seal.json"
    assert run("prove", "L1", "-o", proof) == 0
    held.write_text(json.dumps(Seal.objects.get().document()))
    capsys.readouterr()
    assert run("check", proof, "--seal", held) == 0
    assert "结论：凭证成立。" in capsys.readouterr().out


def test_a_forged_proof_does_not_pass(
    light: Light, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    light()
    actions.seal()
    proof = tmp_path / "proof.json"
    run("prove", "L1", "-o", proof)
    proof.write_text(proof.read_text().replace("红", "绿"))
    capsys.readouterr()
    assert run("check", proof) == 1 and "结论：凭证不成立" in capsys.readouterr().out
    assert run("check", proof, "--json") == 1
    verdict = json.loads(capsys.readouterr().out)
    assert verdict["ok"] is False and verdict["faults"]


def test_a_proof_signed_with_another_key_does_not_pass(light: Light, tmp_path: Path) -> None:
    light()
    actions.seal()
    proof = tmp_path / "proof.json"
    run("prove", "L1", "-o", proof)
    assert run("check", proof, "--key", "00" * 32) == 1


def test_a_file_is_checked_with_its_proof(light: Light, tmp_path: Path) -> None:
    attachment, other = tmp_path / "a.pdf", tmp_path / "b.pdf"
    attachment.write_bytes(b"abc")
    other.write_bytes(b"abd")
    light(public={"files": [{"sha256": "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"}]})
    actions.seal()
    proof = tmp_path / "proof.json"
    run("prove", "L1", "-o", proof)
    assert run("check", proof, "--file", attachment) == 0
    assert run("check", proof, "--file", other) == 1


def test_verify_answers_for_people_and_programs(
    light: Light, tamper: Callable[..., int], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    acts = [light(), light()]
    actions.seal()
    assert run("verify") == 0 and "没有发现改动" in capsys.readouterr().out
    held = tmp_path / "seal.json"
    held.write_text(json.dumps(Seal.objects.get().document()))
    assert run("verify", "--against", held, "--json") == 0
    assert json.loads(capsys.readouterr().out)["ok"] is True
    tamper("UPDATE journal_act SET basis = 'x' WHERE id = %s", acts[1].id)
    assert run("verify") == 1
    said = capsys.readouterr().out
    assert "第 2 号记录" in said and acts[1].uid in said and "发现 1 处不符" in said


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["prove", "nowhere"], "没有找到“nowhere”的公开记录"),
        (["check", "no.json"], None),
        (["check", "text.json"], "不是凭证或封存文件"),
        (["check", "text.json", "--key", "xyz"], "不是公钥|不是凭证"),
        (["verify", "--against", "text.json"], "不是凭证或封存文件"),
    ],
)
def test_bad_input_is_one_clear_line(
    words: list[str], said: str | None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("text.json").write_bytes(b"\xff\xfe not json")
    with pytest.raises(Refusal if said else OSError, match=said):
        run(*words)


def test_what_is_not_sealed_cannot_be_proved_yet(light: Light) -> None:
    light()
    with pytest.raises(Refusal, match="还没有封存"):
        run("prove", "L1")


@pytest.mark.parametrize(
    "text", ["{}", "[]", "7", "null", '{"schema": "yangguang.proof/1"}', "[" * 20000 + "]" * 20000]
)
def test_a_file_that_is_no_proof_is_said_so(text: str, tmp_path: Path) -> None:
    path = tmp_path / "x.json"
    path.write_text(text)
    try:
        assert run("check", path) == 1
    except Refusal as refusal:
        assert "JSON" in refusal.message


def test_the_doctor_sees_a_late_seal_and_missing_guards(light: Light, tamper: Callable[..., int]) -> None:
    assert all(check.ok for check in checks())
    light()
    actions.seal()
    assert all(check.ok for check in checks())
    late = light()
    tamper("UPDATE journal_act SET recorded_at = '2020-01-01 00:00:00+00:00' WHERE id = %s", late.id)
    assert not checks()[0].ok


def test_the_doctor_sees_that_the_guards_are_gone(tamper: Callable[..., int]) -> None:
    from django.db import connection

    if connection.vendor != "sqlite":
        pytest.skip("there the triggers are only switched off for the transaction")
    tamper("UPDATE journal_act SET basis = ''")
    assert not checks()[-1].ok
