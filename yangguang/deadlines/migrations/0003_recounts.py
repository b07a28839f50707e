import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('deadlines', '0002_suspensions_extensions_and_warnings'),
    ]

    operations = [
        migrations.CreateModel(
            name='Recount',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('since', models.DateField(null=True)),
                ('actor', models.JSONField()),
                ('reached', models.BigIntegerField(default=0)),
                ('moved', models.PositiveIntegerField(default=0)),
                ('begun_at', models.DateTimeField()),
                ('ended_at', models.DateTimeField(null=True)),
                ('calendar', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='deadlines.calendar')),
            ],
            options={
                'verbose_name': '重新推算',
                'indexes': [models.Index(condition=models.Q(('ended_at__isnull', True)), fields=['id'], name='recount_unfinished')],
            },
        ),
    ]
