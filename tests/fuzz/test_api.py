"""The open API asked what its own description allows, and what it does not: it keeps what it says.

Every check that schemathesis knows: no failure of the server, statuses, content types, headers and bodies as they are
declared, what is not allowed refused, what is allowed taken.
"""

from __future__ import annotations

import os
from contextlib import suppress
from typing import Any

import pytest
import schemathesis
from django.core.wsgi import get_wsgi_application
from hypothesis import HealthCheck, Phase, given
from hypothesis import settings as how
from hypothesis import strategies as st
from hypothesis.errors import Unsatisfiable
from schemathesis import GenerationMode
from schemathesis.specs.openapi.checks import positive_data_acceptance

from tests.access.world import World
from yangguang.config.api import api

MANY = int(os.environ.get("YANGGUANG_FUZZ_EXAMPLES", "2000"))
A_FEW = 2
CALMLY: Any = {"deadline": None, "suppress_health_check": list(HealthCheck), "database": None}

# What a description in JSON Schema cannot say: of two days the earlier first, and a letter in what is looked for.
UNSPEAKABLE = {"contradiction", "empty"}

LISTS = {"/api/v1/items", "/api/v1/organisations"}

description = schemathesis.openapi.from_dict(api.get_openapi_schema())
description.app = get_wsgi_application()
description.config.update(base_url="http://testserver/")


def ask(world: World, case: Any, known: bool) -> None:
    """One request and its answer; with ``known``, about what there is, which nobody would guess."""
    if known and case.meta.generation.mode.is_positive:
        there = {**world.places, "index_number": world.places["number"], "uid": world.places["act"]}
        there |= {"code": "disclosure-review" if "processes" in case.path else "civil-affairs"}
        case.path_parameters = {
            **case.path_parameters,
            **{k: there[k] for k in case.path_parameters if k in there},
        }
    # As it is, not packed: what asks over WSGI does not unpack.
    response = case.call(headers={"Accept-Encoding": "identity"})
    unspeakable = response.status_code == 422 and response.json()["error"] in UNSPEAKABLE
    case.validate_response(response, excluded_checks=[positive_data_acceptance] if unspeakable else [])
    if response.status_code >= 400:
        told = response.json()
        assert any("一" <= letter <= "龥" for letter in told["message"]), told
        assert "Traceback" not in response.text


@pytest.mark.parametrize("mode", list(GenerationMode), ids=str)
def test_the_api_keeps_what_it_says(furnished: World, mode: GenerationMode) -> None:
    """A few requests: good ones to every operation, bad ones to the lists; ``make fuzz`` asks thousands of all."""
    for operation in (result.ok() for result in description.get_all_operations()):
        if mode.is_negative and operation.path not in LISTS:
            continue

        @given(case=operation.as_strategy(mode), known=st.booleans())
        @how(max_examples=A_FEW, phases=[Phase.generate], derandomize=True, **CALMLY)
        def some(case: Any, known: bool) -> None:
            ask(furnished, case, known)

        with suppress(Unsatisfiable):  # nothing can be wrong where nothing is asked
            some()


@pytest.mark.fuzz
@description.parametrize()
@description.given(known=st.booleans())
@how(max_examples=MANY, **CALMLY)
def test_the_api_keeps_what_it_says_thousands_of_times(furnished: World, case: Any, known: bool) -> None:
    ask(furnished, case, known)
