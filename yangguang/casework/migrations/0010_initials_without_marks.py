"""First letters were kept with the marks between them, which nobody types: the worker spells those titles again."""

from django.db import migrations


def spell_again(apps, schema_editor):
    apps.get_model("casework", "Case").objects.filter(initials__regex="[^a-z0-9]").update(initials=None)


class Migration(migrations.Migration):
    dependencies = [("casework", "0009_who_sees_a_case")]
    operations = [migrations.RunPython(spell_again, migrations.RunPython.noop)]
