from datetime import date

from django.db import migrations, models


def as_their_limits(apps, schema_editor):
    """A ground holds from the day from which its version of the limit does."""
    ground, limit = apps.get_model('deadlines', 'Ground'), apps.get_model('deadlines', 'Limit')
    first_day = limit.objects.filter(pk=models.OuterRef('limit_id')).values('effective_from')
    ground.objects.update(effective_from=models.Subquery(first_day))


class Migration(migrations.Migration):

    dependencies = [
        ('deadlines', '0003_recounts'),
    ]

    operations = [
        migrations.AddField('ground', 'notice_needed', models.BooleanField(default=True, verbose_name='须书面告知当事人')),
        migrations.AddField('ground', 'posts', models.JSONField(blank=True, default=list, help_text='岗位代号', verbose_name='谁决定中止')),
        migrations.AddField('ground', 'effective_to', models.DateField(blank=True, null=True, verbose_name='失效日期')),
        migrations.AddField('ground', 'effective_from', models.DateField(default=date(1949, 10, 1), verbose_name='施行日期'), preserve_default=False),
        migrations.RemoveConstraint('ground', 'ground_once'),
        migrations.AddConstraint('ground', models.UniqueConstraint(fields=['limit', 'code', 'effective_from'], name='ground_version_once')),
        migrations.AddConstraint('ground', models.UniqueConstraint(condition=models.Q(('effective_to__isnull', True)), fields=('limit', 'code'), name='ground_one_open_version')),
        migrations.AddConstraint('ground', models.CheckConstraint(condition=models.Q(('effective_to__isnull', True), ('effective_to__gt', models.F('effective_from')), _connector='OR'), name='ground_validity_in_order')),
        migrations.AddField('suspension', 'notice_needed', models.BooleanField(default=True, verbose_name='须书面告知当事人')),
        migrations.RemoveConstraint('suspension', 'suspension_with_notice'),
        migrations.AddConstraint('suspension', models.CheckConstraint(condition=models.Q(models.Q(('notice_number', ''), _negated=True), ('notice_file__isnull', False), ('notice_needed', False), _connector='OR'), name='suspension_with_notice')),
        migrations.RunPython(as_their_limits, migrations.RunPython.noop),
    ]
