"""The public identifier of a record, as PostgreSQL keeps it."""

from django.contrib.auth import get_user_model
from django.db.backends.postgresql.base import DatabaseWrapper
from django.db.backends.postgresql.schema import DatabaseSchemaEditor

from yangguang.web.fields import UidField


def test_an_identifier_is_indexed_once():
    # Not connected: only what would be written is looked at, so that this holds whatever the tests run on.
    server = DatabaseWrapper({"NAME": "", "OPTIONS": {}, "TIME_ZONE": None, "CONN_HEALTH_CHECKS": False})
    editor = DatabaseSchemaEditor(server)
    people = get_user_model()
    uid, username = people._meta.get_field("uid"), people._meta.get_field("username")
    assert isinstance(uid, UidField)
    assert uid.db_type(server) == "character varying(26)"
    assert editor._create_like_index_sql(people, uid) is None
    assert editor._create_like_index_sql(people, username) is not None  # as for any other unique text
