"""Settings are loud on bad values, and production refuses what the demo may do."""

from __future__ import annotations

import base64
import os
import subprocess
import sys

import pytest

SECRETS = {
    "YANGGUANG_MODE": "production",
    "YANGGUANG_SECRET_KEY": "a-secret-of-our-own-" + "x" * 40,
    "YANGGUANG_KEYRING": "k1:" + base64.b64encode(b"1" * 32).decode(),
    "YANGGUANG_SEAL_KEY": base64.b64encode(b"2" * 32).decode(),
    "YANGGUANG_BASE_URL": "https://www.example.gov.cn",
}


def start(**environment: str) -> subprocess.CompletedProcess[str]:
    """What ``yangguang manage check`` says under that environment."""
    clean = {k: v for k, v in os.environ.items() if not k.startswith(("YANGGUANG_", "DJANGO_"))}
    return subprocess.run(
        [sys.executable, "-m", "yangguang", "manage", "check"],
        env={**clean, "YANGGUANG_DATA_DIR": os.environ["YANGGUANG_DATA_DIR"], **environment},
        capture_output=True,
        text=True,
        check=False,
    )


def test_production_starts_with_secrets_of_its_own() -> None:
    done = start(**SECRETS)
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"YANGGUANG_DEBUG": "yes"}, "refused in production"),
        ({"YANGGUANG_DEBUG": "perhaps"}, "choose yes or no"),
        ({"YANGGUANG_SECRET_KEY": "short"}, "32 characters"),
        ({"YANGGUANG_MODE": "live"}, "choose one of"),
        ({"YANGGUANG_KEYRING": "k1:abc"}, "32 bytes in base 64"),
        ({"YANGGUANG_SEAL_KEY": ""}, "32 bytes in base 64"),
        ({"YANGGUANG_MAX_UPLOAD": "big"}, "whole number"),
        ({"YANGGUANG_ROLE": "backend"}, "choose one of all, public, office, worker"),
        ({"YANGGUANG_TOTP": "yes"}, "choose one of off, guarded, all"),
        ({"YANGGUANG_PROXY_NETWORKS": "10.0.0.0/40"}, "write networks like"),
    ],
)
def test_a_bad_value_stops_the_start_with_one_sentence(change: dict[str, str], sentence: str) -> None:
    done = start(**{**SECRETS, **change})
    assert done.returncode == 2
    assert sentence in done.stderr
    assert "Traceback" not in done.stderr


def test_production_without_secrets_does_not_start() -> None:
    done = start(YANGGUANG_MODE="production")
    assert done.returncode == 2
    assert "YANGGUANG_SECRET_KEY is not set" in done.stderr


def test_production_refuses_the_keys_that_everybody_knows() -> None:
    import hashlib

    known = base64.b64encode(hashlib.sha256(b"yangguang demo seal").digest()).decode()
    done = start(**{**SECRETS, "YANGGUANG_SEAL_KEY": known})
    assert done.returncode == 2
    assert "demo's keys are refused" in done.stderr
