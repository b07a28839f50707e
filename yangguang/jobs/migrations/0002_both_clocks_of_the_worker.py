from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('jobs', '0001_runs'),
    ]

    operations = [
        migrations.AddField(
            model_name='worker',
            name='boot',
            field=models.CharField(blank=True, default='', max_length=36),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name='worker',
            name='jump',
            field=models.FloatField(default=0),
        ),
        migrations.AddField(
            model_name='worker',
            name='uptime',
            field=models.FloatField(default=0),
        ),
    ]
