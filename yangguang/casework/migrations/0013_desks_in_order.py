"""A step keeps the last day that its clock has, and a desk's index is in that order."""

import datetime

from django.db import migrations, models
from django.db.models import OuterRef, Subquery, Value
from django.db.models.functions import Coalesce, Concat

STILL = datetime.date(9999, 12, 31)
NO_LIMIT = datetime.date(9999, 12, 30)


def read_the_clocks(apps, schema_editor):
    clocks = apps.get_model("deadlines", "Clock").objects.filter(
        outcome="running", subject=Concat(Value("casework.task:"), OuterRef("uid"))
    )
    last = clocks.order_by("pk").annotate(last=Coalesce("due_on", STILL)).values("last")[:1]
    tasks = apps.get_model("casework", "Task").objects.filter(state="open")
    tasks.update(last=Coalesce(Subquery(last), NO_LIMIT))


class Migration(migrations.Migration):
    dependencies = [
        ("casework", "0012_indexes_without_nothing"),
        ("deadlines", "0005_what_stands_still"),
    ]
    operations = [
        migrations.RemoveIndex(model_name="task", name="task_open_of_post"),
        migrations.AddField(
            model_name="task",
            name="last",
            field=models.DateField(default=NO_LIMIT, verbose_name="最迟"),
        ),
        migrations.RunPython(read_the_clocks, migrations.RunPython.noop),
        migrations.AddIndex(
            model_name="task",
            index=models.Index(
                condition=models.Q(("state", "open")),
                fields=["organisation", "post_code", "last", "id"],
                name="task_on_desk",
            ),
        ),
    ]
