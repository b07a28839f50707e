"""Words that mean the same, words that are offered, what was sought; an index that is made anew beside the old one."""

import yangguang.web.fields
from django.db import migrations, models

FACTS = ("organisation", "category", "kind", "validity")


def widen_index(apps, schema_editor):
    if schema_editor.connection.vendor != "postgresql":
        return
    columns = ", ".join(f"ADD COLUMN {name} text NOT NULL DEFAULT ''" for name in FACTS)
    schema_editor.execute(f"ALTER TABLE search_found {columns}, ADD COLUMN year smallint NOT NULL DEFAULT 0")
    schema_editor.execute("CREATE TABLE search_index (name text PRIMARY KEY, generation text NOT NULL, form int NOT NULL)")
    # What is there was made with the first normal form; an empty index takes the form of what first goes in.
    schema_editor.execute("INSERT INTO search_index VALUES ('search_found', '', 1)")


def narrow_index(apps, schema_editor):
    if schema_editor.connection.vendor != "postgresql":
        return
    schema_editor.execute("DROP TABLE search_index")
    columns = ", ".join(f"DROP COLUMN {name}" for name in (*FACTS, "year"))
    schema_editor.execute(f"ALTER TABLE search_found {columns}")


class Migration(migrations.Migration):
    dependencies = [("search", "0001_entries_and_changes")]
    operations = [
        migrations.CreateModel(
            name="Rebuild",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("uid", yangguang.web.fields.UidField()),
                ("started_at", models.DateTimeField()),
                ("reached", models.BigIntegerField(default=-1)),
                ("copied", models.PositiveIntegerField(default=0)),
            ],
            options={"verbose_name": "索引重建", "verbose_name_plural": "索引重建"},
        ),
        migrations.CreateModel(
            name="Sought",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("day", models.DateField()),
                ("words", models.CharField(max_length=40)),
                ("times", models.PositiveIntegerField(default=0)),
                ("missed", models.PositiveIntegerField(default=0)),
                ("opened", models.PositiveIntegerField(default=0)),
            ],
            options={
                "verbose_name": "搜索情况",
                "verbose_name_plural": "搜索情况",
                "constraints": [models.UniqueConstraint(fields=("day", "words"), name="sought_once_a_day")],
            },
        ),
        migrations.CreateModel(
            name="Term",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("text", models.CharField(max_length=40, unique=True)),
                ("pinyin", models.CharField(db_index=True, max_length=240)),
                ("initials", models.CharField(db_index=True, max_length=40)),
                ("weight", models.PositiveIntegerField(default=0)),
            ],
            options={
                "verbose_name": "提示词",
                "verbose_name_plural": "提示词",
                "ordering": ["-weight", "text"],
            },
        ),
        migrations.CreateModel(
            name="WordGroup",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("uid", yangguang.web.fields.UidField()),
                ("words", models.JSONField(verbose_name="词")),
                ("folded", models.TextField(editable=False, unique=True)),
                ("one_way", models.BooleanField(default=False, verbose_name="只从第一个词找其余的词")),
                ("is_active", models.BooleanField(default=True, verbose_name="启用")),
                ("note", models.CharField(blank=True, max_length=200, verbose_name="说明")),
                ("changed_at", models.DateTimeField(editable=False)),
            ],
            options={"verbose_name": "同义词", "verbose_name_plural": "同义词", "ordering": ["id"]},
        ),
        migrations.AddField("entry", "category_names", models.TextField(blank=True)),
        migrations.AddField("entry", "validity", models.JSONField(blank=True, default=list)),
        migrations.AddField("entry", "validity_due", models.DateField(blank=True, null=True)),
        migrations.AddIndex(
            "entry",
            models.Index(
                condition=models.Q(("validity_due__isnull", False)),
                fields=["validity_due"],
                name="entry_validity_due",
            ),
        ),
        migrations.RunPython(widen_index, narrow_index),
    ]
