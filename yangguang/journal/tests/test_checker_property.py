"""The program that citizens download and the house's own check say the same of every document, sound or damaged."""

import copy
import io
import json
from collections.abc import Callable
from contextlib import redirect_stderr, redirect_stdout
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from yangguang.journal import actions, checker, proofs, rules
from yangguang.journal.models import Act, Seal
from yangguang.lib import canonical
from yangguang.lib.crypto import Signer
from yangguang.lib.proof import check, check_link

Light = Callable[..., Act]
pytestmark = pytest.mark.django_db
QUICK = settings(
    max_examples=150,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)


class Standalone:
    """The downloaded text, run as a citizen would, in this process so that hundreds of documents can be tried."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.program = folder, compile(checker.source(), "check_proof.py", "exec")

    def says(self, document: Any, *held: Any) -> bool:
        names = []
        for number, value in enumerate([document, *held]):
            path = self.folder / f"{number}.json"
            path.write_text(json.dumps(value), encoding="utf-8")
            names.append(str(path))
        words = ["check_proof.py", names[0], *(word for name in names[1:] for word in ("--seal", name))]
        with pytest.MonkeyPatch.context() as patched, redirect_stdout(io.StringIO()) as out:
            patched.setattr("sys.argv", words)
            with redirect_stderr(io.StringIO()), pytest.raises(SystemExit) as left:
                exec(self.program, {"__name__": "__main__"})
        self.told = out.getvalue()
        assert (left.value.code == 0) == ("结论：凭证成立" in self.told)
        return left.value.code == 0


@pytest.fixture
def standalone(tmp_path: Path) -> Standalone:
    return Standalone(tmp_path)


@pytest.fixture
def book(light: Light) -> list[Act]:
    acts = []
    for size in (3, 4, 6):
        acts += [
            light(
                str(number),
                public={"colour": "红", "files": [{"sha256": sha256(b"x").hexdigest()}], "n": number},
            )
            for number in range(size)
        ]
        actions.seal()
    return acts


def honest(book: list[Act]) -> list[dict[str, Any]]:
    first, last = Seal.objects.get(number=1), Seal.objects.get(number=3)
    content = [
        {"label": "附件", "claim": "files.0.sha256", "text": "x"},
        {"claim": "files.0.sha256", "sha256": sha256(b"x").hexdigest()},
    ]
    made = [proofs.prove(book[place], held=last, content=content) for place in (0, 4, 12)]
    made += [proofs.prove(book[5], seal=last, held=first), proofs.prove(book[1])]
    return [document for document in made if document is not None]


def test_both_accept_every_honest_proof(book: list[Act], standalone: Standalone) -> None:
    for document in honest(book):
        assert standalone.says(document)
        assert check(document, trusted_keys=rules.trusted_keys()).ok


SCALARS = st.one_of(
    st.none(), st.booleans(), st.integers(-2, 20), st.sampled_from([2**53, 1.5, "", "0" * 64, "F" * 64, "\x00", [], {}])
)  # fmt: skip


@st.composite
def damage(draw: st.DrawFn, document: Any) -> Any:
    """*document* with one or two places changed: another value, a part lost, doubled, added or turned round."""
    made = copy.deepcopy(document)
    for _time in range(draw(st.integers(1, 2))):
        parent, key = draw(st.sampled_from(list(places(made))))
        value = parent[key]
        how = draw(st.sampled_from(["flip", "replace", "drop", "add", "turn"]))
        if how == "drop":
            del parent[key]
        elif how == "add" and isinstance(value, dict):
            value[draw(st.sampled_from(["schema", "extra", "seal"]))] = draw(SCALARS)
        elif how == "add" and isinstance(value, list):
            value.append(copy.deepcopy(value[0]) if value else draw(SCALARS))
        elif how == "turn" and isinstance(value, list):
            value.reverse()
        elif how == "flip" and isinstance(value, str) and value:
            place = draw(st.integers(0, len(value) - 1))
            sign = draw(st.sampled_from("0aF红"))
            parent[key] = value[:place] + sign + value[place + 1 :]
        elif how == "flip" and type(value) is int:
            parent[key] = value + draw(st.sampled_from([-1, 1]))
        else:
            parent[key] = draw(SCALARS)
    return made


def places(value: Any) -> Any:
    entries = (
        value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    )
    for key, entry in entries:
        yield value, key
        yield from places(entry)


def test_both_say_the_same_of_damaged_proofs(book: list[Act], standalone: Standalone) -> None:
    documents = honest(book)
    refused = 0

    @QUICK
    @given(st.data())
    def run(data: st.DataObject) -> None:
        nonlocal refused
        document = data.draw(damage(data.draw(st.sampled_from(documents))))
        ours = check(document, trusted_keys=rules.trusted_keys())
        assert standalone.says(document) == ours.ok, ours.lines
        refused += not ours.ok

    run()
    assert refused > 100


def test_neither_repeats_a_name_that_somebody_gave_the_content(light: Light, standalone: Standalone) -> None:
    text = {"title": "关于低保的公告", "body": "略"}
    act = light("灯", public={"sha256": sha256(canonical.dumps(text)).hexdigest()})
    actions.seal()
    named = {"label": "关于发放补贴的通知", "claim": "sha256", "json": text}
    document = proofs.prove(act, content=[named])
    assert document is not None and standalone.says(document)
    house = "".join(check(document, trusted_keys=rules.trusted_keys()).lines)
    for told in (house, standalone.told):
        assert "《关于低保的公告》" in told and "补贴" not in told
    bare = {"label": named["label"], "claim": "sha256", "sha256": act.public["sha256"]}
    assert standalone.says({**document, "content": [bare]})
    assert "内容没有核对" in standalone.told and "补贴" not in standalone.told


def test_both_say_the_same_of_links_between_seals_that_are_held_outside(
    book: list[Act], standalone: Standalone
) -> None:
    kept = [seal.document() for seal in Seal.objects.all()]
    links = [
        proofs.link_document(Seal.objects.get(number=a), Seal.objects.get(number=b))
        for a, b in ((1, 2), (1, 3), (3, 2))
    ]
    for link in links:
        assert standalone.says(link, *link["seals"])
        assert check_link(link, trusted_keys=rules.trusted_keys(), held=link["seals"]).ok
    assert not standalone.says(links[0], kept[2])
    assert not check_link(links[0], held=[kept[2]]).ok

    @QUICK
    @given(st.data())
    def run(data: st.DataObject) -> None:
        link = data.draw(damage(data.draw(st.sampled_from(links))))
        held = data.draw(st.lists(st.sampled_from(kept), max_size=2))
        ours = check_link(link, trusted_keys=rules.trusted_keys(), held=held)
        assert standalone.says(link, *held) == ours.ok, ours.lines

    run()


def test_both_say_the_same_of_a_held_seal(book: list[Act], standalone: Standalone) -> None:
    kept = [seal.document() for seal in Seal.objects.all()]

    @settings(QUICK, max_examples=60)
    @given(st.data())
    def run(data: st.DataObject) -> None:
        document = data.draw(st.sampled_from(honest(book)))
        held = data.draw(st.sampled_from(kept))
        if data.draw(st.booleans()):
            held = data.draw(damage(held))
        ours = check(document, trusted_keys=rules.trusted_keys(), seal=held)
        assert standalone.says(document, held) == ours.ok, ours.lines

    run()


def test_neither_believes_a_stranger_s_signature(
    book: list[Act], standalone: Standalone, settings: Any
) -> None:
    settings.YANGGUANG_SEAL_KEY = b"7" * 32
    foreign = Standalone(standalone.folder)
    document = proofs.prove(book[0])
    assert standalone.says(document) and not foreign.says(document)
    settings.YANGGUANG_RETIRED_SEAL_KEYS = [Signer(b"8" * 32).public_key]
    assert not check(document, trusted_keys=rules.trusted_keys()).ok
