import base64

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yangguang.lib.crypto import DecryptionError, KeyMaterialError, KeyRing, Signer, key_id, verify_signature

FIRST, SECOND = (base64.b64encode(bytes([fill]) * 32).decode() for fill in (1, 2))
RING = KeyRing.from_mapping({"k1": FIRST}, current="k1")


@given(data=st.binary(max_size=200), aad=st.binary(max_size=20))
def test_what_was_encrypted_opens_again(data: bytes, aad: bytes) -> None:
    blob = RING.encrypt(data, aad)
    assert data not in blob or len(data) < 4
    assert RING.decrypt(blob, aad) == data


def test_the_same_text_never_looks_the_same_twice() -> None:
    assert RING.encrypt(b"x") != RING.encrypt(b"x")


def test_a_new_current_key_still_opens_the_old_and_look_ups_stay() -> None:
    rotated = KeyRing.from_mapping({"k2": SECOND, "k1": FIRST}, current="k2")
    old, new = RING.encrypt(b"old"), rotated.encrypt(b"new")
    assert rotated.decrypt(old) == b"old"
    assert (rotated.key_of(old), rotated.key_of(new)) == ("k1", "k2")
    assert rotated.lookup("13800000000") == RING.lookup("13800000000")


def test_a_destroyed_key_destroys_what_it_made() -> None:
    left = KeyRing.from_mapping({"k2": SECOND}, current="k2")
    with pytest.raises(DecryptionError, match="k1"):
        left.decrypt(RING.encrypt(b"x"))


@given(data=st.data())
def test_a_changed_byte_anywhere_is_found(data: st.DataObject) -> None:
    blob = bytearray(RING.encrypt(b"personal", b"row 7"))
    place = data.draw(st.integers(0, len(blob) - 1))
    blob[place] ^= data.draw(st.integers(1, 255))
    with pytest.raises(DecryptionError):
        RING.decrypt(bytes(blob), b"row 7")


def test_a_ciphertext_does_not_open_in_another_row_or_under_another_key_name() -> None:
    same = KeyRing.from_mapping({"k1": FIRST, "k9": FIRST}, current="k1")
    blob = same.encrypt(b"x", b"row 7")
    with pytest.raises(DecryptionError):
        same.decrypt(blob, b"row 8")
    with pytest.raises(DecryptionError):
        same.decrypt(blob.replace(b"k1", b"k9", 1), b"row 7")


@pytest.mark.parametrize(
    "blob", [b"", b"YG1", b"YG1\x02k1short", b"else" * 10, b"YG1\x02\xff\xff" + b"0" * 40]
)
def test_what_is_no_ciphertext_is_refused(blob: bytes) -> None:
    with pytest.raises(DecryptionError):
        RING.decrypt(blob)


@pytest.mark.parametrize(
    ("keys", "current"),
    [({}, "k1"), ({"k1": "not base64!"}, "k1"), ({"k1": "c2hvcnQ="}, "k1"), ({"": FIRST}, "")],
)
def test_bad_keys_are_refused_at_the_start(keys: dict[str, str], current: str) -> None:
    with pytest.raises(KeyMaterialError):
        KeyRing.from_mapping(keys, current=current)


def test_a_ring_does_not_print_its_keys() -> None:
    assert FIRST not in repr(RING) and "\\x01" not in repr(RING)


def test_a_look_up_is_equal_for_equal_texts_only() -> None:
    assert RING.lookup("a") == RING.lookup("a") != RING.lookup("b")
    assert KeyRing.from_mapping({"k1": SECOND}, current="k1").lookup("a") != RING.lookup("a")


def test_a_signature_is_ed25519_as_rfc_8032_shows() -> None:
    signer = Signer(bytes.fromhex("9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60"))
    assert signer.public_key.hex() == "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a"
    assert (
        signer.sign(b"")
        .hex()
        .startswith("e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555f")
    )
    assert signer.key_id == key_id(signer.public_key)


def test_a_signature_holds_for_its_message_and_key_only() -> None:
    one, other = Signer(b"1" * 32), Signer(b"2" * 32)
    signature = one.sign(b"seal")
    assert verify_signature(one.public_key, signature, b"seal")
    assert not verify_signature(one.public_key, signature, b"seal!")
    assert not verify_signature(other.public_key, signature, b"seal")
    assert not verify_signature(b"short", signature, b"seal")
    assert not verify_signature(one.public_key, b"short", b"seal")
    with pytest.raises(KeyMaterialError):
        Signer(b"short")
