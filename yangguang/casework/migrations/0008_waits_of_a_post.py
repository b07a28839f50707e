import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('casework', '0007_done_in_a_case'),
        ('organisations', '0001_organisations_posts_and_numbers'),
    ]

    operations = [
        migrations.AddField(
            model_name='wait',
            name='organisation',
            field=models.ForeignKey(blank=True, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisations.organisation', verbose_name='经办单位'),
        ),
        migrations.AddField(
            model_name='wait',
            name='post_code',
            field=models.CharField(blank=True, default='', max_length=60, verbose_name='经办岗位'),
            preserve_default=False,
        ),
        migrations.AddIndex(
            model_name='wait',
            index=models.Index(condition=models.Q(('state', 'waiting')), fields=['organisation', 'post_code'], name='wait_of_post'),
        ),
    ]
