"""What a page asks again is answered once; who writes asks anew."""

from __future__ import annotations

import pytest
from django.db import transaction
from django.http import HttpResponse
from django.test import RequestFactory

from yangguang.web.remembering import Remembering, remembered

ASKED: list[int] = []


@remembered
def double(number: int) -> int:
    ASKED.append(number)
    return number * 2


@pytest.fixture(autouse=True)
def nothing_asked() -> None:
    ASKED.clear()


def answer(*_request: object) -> HttpResponse:
    return HttpResponse(f"{double(2)} {double(2)} {double(3)}")


@pytest.mark.django_db(transaction=True)
def test_a_request_that_reads_asks_each_question_once_and_the_next_request_asks_again() -> None:
    page = Remembering(answer)
    assert page(RequestFactory().get("/")).content == b"4 4 6"
    assert ASKED == [2, 3]
    page(RequestFactory().get("/"))
    assert ASKED == [2, 3, 2, 3]


@pytest.mark.django_db(transaction=True)
def test_a_request_that_writes_and_whatever_happens_in_a_transaction_asks_anew() -> None:
    Remembering(answer)(RequestFactory().post("/"))
    assert ASKED == [2, 2, 3]
    ASKED.clear()

    def writing(*_request: object) -> HttpResponse:
        double(2)
        with transaction.atomic():
            double(2)
        return HttpResponse()

    Remembering(writing)(RequestFactory().get("/"))
    assert ASKED == [2, 2]


@pytest.mark.django_db(transaction=True)
def test_outside_of_requests_nothing_is_remembered() -> None:
    assert (double(2), double(2)) == (4, 4)
    assert ASKED == [2, 2]
