"""A database is named by its URL; a socket's folder is a host too."""

from __future__ import annotations

import pytest

from yangguang.config.backup.databases import address_of, url_of
from yangguang.lib.errors import Refusal


@pytest.mark.parametrize(
    ("url", "host"),
    [
        ("postgres://yangguang@%2Fvar%2Frun%2Fpostgresql/yangguang", "/var/run/postgresql"),
        ("postgres://postgres@%2FSockets%2FOwn:5490/Cases", "/Sockets/Own"),
        ("postgresql://u:p%40ss@db.example:5432/yangguang", "db.example"),
    ],
)
def test_an_address_is_read_as_the_settings_read_it_and_written_back(url: str, host: str) -> None:
    read = address_of(url)
    assert read["host"] == host
    assert address_of(url_of(read)) == read


@pytest.mark.parametrize(
    "url", ["", "yangguang", "mysql://u@h/y", "postgres://u@h", "postgres://u@h/", "postgres://u@h:port/y"]
)
def test_what_names_no_database_is_refused_with_a_sentence(url: str) -> None:
    with pytest.raises(Refusal, match="数据库地址要写成"):
        address_of(url)
