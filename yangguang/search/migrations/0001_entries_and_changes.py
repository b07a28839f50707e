"""What can be found; on PostgreSQL, the index too (SQLite keeps it in a file of its own)."""

import yangguang.web.fields
from django.db import migrations, models

INDEX = (
    "CREATE TABLE search_found (position bigint PRIMARY KEY, title tsvector NOT NULL, whole tsvector NOT NULL)",
    "CREATE INDEX search_found_title ON search_found USING gin (title)",
    "CREATE INDEX search_found_whole ON search_found USING gin (whole)",
)


def make_index(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        for statement in INDEX:
            schema_editor.execute(statement)


def drop_index(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute("DROP TABLE search_found")


class Migration(migrations.Migration):
    initial = True
    dependencies = []
    operations = [
        migrations.CreateModel(
            name="Entry",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("ref", yangguang.web.fields.RefField(unique=True)),
                ("position", models.BigIntegerField(null=True, unique=True)),
                ("title", models.CharField(max_length=500, verbose_name="标题")),
                ("text", models.TextField(blank=True, verbose_name="正文")),
                ("organisation_code", models.CharField(blank=True, max_length=60)),
                ("organisation_path", models.CharField(blank=True, max_length=400)),
                ("organisation_name", models.CharField(blank=True, max_length=120)),
                ("category_code", models.CharField(blank=True, max_length=60)),
                ("category_path", models.CharField(blank=True, max_length=400)),
                ("category_name", models.CharField(blank=True, max_length=120)),
                ("kind", models.CharField(blank=True, max_length=60)),
                ("published_at", models.DateTimeField(verbose_name="公开时间")),
                ("url", models.CharField(max_length=500)),
            ],
            options={
                "verbose_name": "可搜索的内容",
                "verbose_name_plural": "可搜索的内容",
                "indexes": [models.Index(fields=["published_at"], name="entry_published")],
            },
        ),
        migrations.CreateModel(
            name="Change",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("ref", yangguang.web.fields.RefField()),
                ("position", models.BigIntegerField(null=True)),
                ("at", models.DateTimeField()),
                ("error", models.TextField(blank=True)),
                ("attempts", models.PositiveSmallIntegerField(default=0)),
            ],
            options={
                "verbose_name": "待更新的索引",
                "verbose_name_plural": "待更新的索引",
                "ordering": ["id"],
            },
        ),
        migrations.RunPython(make_index, drop_index),
    ]
