from django.db import migrations

# Two letters after each other, of every word by itself: by what a GIN index finds any part of a text, Chinese or not.
# (The server's own trigrams know no word of two characters, and most Chinese words are.)
PAIRS = """
    CREATE FUNCTION casework_pairs(VARIADIC words text[]) RETURNS text[]
    LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
        SELECT coalesce(array_agg(DISTINCT substr(upper(word), place, 2)), '{}')
        FROM unnest(words) AS word, generate_series(1, length(word) - 1) AS place
    $$
"""
INDEX = "CREATE INDEX case_pairs ON casework_case USING gin (casework_pairs(number, title, initials))"


def make(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(PAIRS)
        schema_editor.execute(INDEX)


def drop(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute("DROP INDEX case_pairs")
        schema_editor.execute("DROP FUNCTION casework_pairs")


class Migration(migrations.Migration):
    dependencies = [("casework", "0010_initials_without_marks")]
    operations = [migrations.RunPython(make, drop)]
