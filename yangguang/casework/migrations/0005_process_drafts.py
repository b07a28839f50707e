import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ("casework", "0004_beside_cases"),
    ]

    operations = [
        migrations.CreateModel(
            name="ProcessDraft",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("code", models.SlugField(max_length=60, verbose_name="代码")),
                ("number", models.PositiveIntegerField(verbose_name="版本")),
                ("xml", models.BinaryField(verbose_name="定义")),
                ("revision", models.PositiveIntegerField(default=1, verbose_name="保存次数")),
                ("saved_at", models.DateTimeField(verbose_name="保存时间")),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "verbose_name": "流程草稿",
                "verbose_name_plural": "流程草稿",
                "ordering": ["-saved_at"],
                "constraints": [
                    models.UniqueConstraint(fields=("user", "code", "number"), name="process_draft_once")
                ],
            },
        ),
    ]
