"""The database itself refuses to change or remove what is in the book.

Acts, references, places, nodes and seals take INSERT only. A private part may be destroyed (erasure)
but not rewritten. Who owns the database can still remove these triggers: that is what seals are for.
"""

from django.db import migrations

APPEND_ONLY = ["journal_act", "journal_actreference", "journal_leaf", "journal_node", "journal_seal"]
NEVER_REWRITTEN = ["journal_privatepart"]

SQLITE = """
CREATE TRIGGER {table}_no_{verb} BEFORE {verb} ON {table}
BEGIN SELECT RAISE(ABORT, '{table}: the journal is append-only'); END
"""
POSTGRESQL_FUNCTION = """
CREATE OR REPLACE FUNCTION journal_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '%: the journal is append-only', TG_TABLE_NAME USING ERRCODE = 'integrity_constraint_violation';
END $$
"""
POSTGRESQL = "CREATE TRIGGER {table}_no_{verb} BEFORE {verb} ON {table} FOR EACH {each} EXECUTE FUNCTION journal_refuse()"


def triggers():
    for table in APPEND_ONLY:
        yield from ((table, "update"), (table, "delete"), (table, "truncate"))
    for table in NEVER_REWRITTEN:
        yield table, "update"


def install(apps, schema_editor):
    if schema_editor.connection.vendor == "sqlite":
        for table, verb in triggers():
            if verb != "truncate":  # SQLite has no TRUNCATE
                schema_editor.execute(SQLITE.format(table=table, verb=verb))
    elif schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(POSTGRESQL_FUNCTION, params=None)
        for table, verb in triggers():
            each = "STATEMENT" if verb == "truncate" else "ROW"
            schema_editor.execute(POSTGRESQL.format(table=table, verb=verb, each=each))


def remove(apps, schema_editor):
    postgresql = schema_editor.connection.vendor == "postgresql"
    for table, verb in triggers():
        schema_editor.execute(f"DROP TRIGGER IF EXISTS {table}_no_{verb}" + (f" ON {table}" if postgresql else ""))
    if postgresql:
        schema_editor.execute("DROP FUNCTION IF EXISTS journal_refuse()")


class Migration(migrations.Migration):
    dependencies = [("journal", "0001_acts")]

    operations = [migrations.RunPython(install, remove)]
