"""Public identifiers lose the second index that PostgreSQL was given for LIKE; new houses never get one.

Of all rooms at once: it is one decision about one field, and each of these indexes was as large as the one that is used.
"""

from django.db import migrations

FOUND = """
    SELECT indexname FROM pg_indexes
    WHERE schemaname = current_schema() AND indexname LIKE '%\\_uid\\_%\\_like' AND indexdef LIKE '%(uid varchar_pattern_ops)'
"""


def drop(apps, schema_editor):
    if schema_editor.connection.vendor != "postgresql":
        return
    with schema_editor.connection.cursor() as cursor:
        cursor.execute(FOUND)
        names = [name for (name,) in cursor.fetchall()]
    for name in names:
        schema_editor.execute(f"DROP INDEX {schema_editor.quote_name(name)}")


class Migration(migrations.Migration):
    dependencies = [("accounts", "0002_second_factor_sessions_and_passwords")]
    operations = [migrations.RunPython(drop, migrations.RunPython.noop)]
