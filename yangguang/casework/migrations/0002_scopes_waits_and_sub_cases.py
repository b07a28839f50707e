import django.db.models.deletion
import yangguang.web.fields
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('casework', '0001_processes_cases_tasks'),
        ('organisations', '0001_organisations_posts_and_numbers'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Arrival',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('uid', yangguang.web.fields.UidField()),
                ('name', models.CharField(max_length=120, verbose_name='来件')),
                ('data', models.JSONField(blank=True, default=dict, verbose_name='内容')),
                ('arrived_at', models.DateTimeField(verbose_name='收到时间')),
                ('taken', models.BooleanField(default=False, verbose_name='已用')),
            ],
            options={
                'verbose_name': '来件',
                'verbose_name_plural': '来件',
            },
        ),
        migrations.CreateModel(
            name='Wait',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('uid', yangguang.web.fields.UidField()),
                ('element', models.CharField(max_length=120)),
                ('what', models.CharField(choices=[('timer', '期限'), ('message', '来件'), ('case', '子办件')], max_length=10, verbose_name='等什么')),
                ('name', models.CharField(blank=True, max_length=120, verbose_name='名称')),
                ('watch', yangguang.web.fields.RefField(blank=True, default='')),
                ('state', models.CharField(choices=[('waiting', '等候中'), ('happened', '已发生'), ('over', '不再等候')], default='waiting', max_length=10, verbose_name='状态')),
                ('began_at', models.DateTimeField(verbose_name='开始等候')),
                ('ended_at', models.DateTimeField(blank=True, null=True, verbose_name='结束时间')),
                ('facts', models.JSONField(blank=True, default=dict, verbose_name='当时的事实')),
                ('way', models.JSONField(blank=True, default=list, verbose_name='随后经过')),
            ],
            options={
                'verbose_name': '等候',
                'verbose_name_plural': '等候',
            },
        ),
        migrations.RemoveConstraint(
            model_name='case',
            name='one_open_case_for_a_subject',
        ),
        migrations.RemoveConstraint(
            model_name='task',
            name='task_once_in_a_round',
        ),
        migrations.RemoveConstraint(
            model_name='task',
            name='one_open_task_for_a_step',
        ),
        migrations.AddField(
            model_name='case',
            name='data',
            field=models.JSONField(blank=True, default=dict, verbose_name='随件数据'),
        ),
        migrations.AddField(
            model_name='case',
            name='parent',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='parts', to='casework.case', verbose_name='主办件'),
        ),
        migrations.AddField(
            model_name='case',
            name='parent_token',
            field=models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='sub_case', to='casework.token'),
        ),
        migrations.AddField(
            model_name='task',
            name='instance',
            field=models.PositiveIntegerField(default=0, verbose_name='第几份'),
        ),
        migrations.AddField(
            model_name='task',
            name='party',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisations.organisation', verbose_name='会签单位'),
        ),
        migrations.AddField(
            model_name='task',
            name='withdrawn_for',
            field=models.CharField(blank=True, max_length=200, verbose_name='撤回原因'),
        ),
        migrations.AddField(
            model_name='token',
            name='scope',
            field=models.ForeignKey(blank=True, db_index=False, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='inner', to='casework.token'),
        ),
        migrations.AddConstraint(
            model_name='case',
            constraint=models.UniqueConstraint(condition=models.Q(('parent__isnull', True), ('state', 'open')), fields=('subject',), name='one_open_case_for_a_subject'),
        ),
        migrations.AddConstraint(
            model_name='case',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('parent__isnull', True), ('parent_token__isnull', True)), models.Q(('parent__isnull', False), ('parent_token__isnull', False)), _connector='OR'), name='sub_case_has_its_place'),
        ),
        migrations.AddConstraint(
            model_name='task',
            constraint=models.UniqueConstraint(fields=('case', 'element', 'round', 'instance'), name='task_once_in_a_round'),
        ),
        migrations.AddConstraint(
            model_name='task',
            constraint=models.UniqueConstraint(condition=models.Q(('state', 'open')), fields=('case', 'element', 'instance'), name='one_open_task_for_a_step'),
        ),
        migrations.AddField(
            model_name='arrival',
            name='case',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='arrivals', to='casework.case', verbose_name='办件'),
        ),
        migrations.AddField(
            model_name='wait',
            name='case',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='waits', to='casework.case', verbose_name='办件'),
        ),
        migrations.AddField(
            model_name='wait',
            name='token',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='waits', to='casework.token'),
        ),
        migrations.AddIndex(
            model_name='arrival',
            index=models.Index(condition=models.Q(('taken', False)), fields=['case', 'name'], name='arrival_kept'),
        ),
        migrations.AddIndex(
            model_name='wait',
            index=models.Index(condition=models.Q(('state', 'waiting')), fields=['watch'], name='wait_by_clock'),
        ),
        migrations.AddConstraint(
            model_name='wait',
            constraint=models.UniqueConstraint(condition=models.Q(('state', 'waiting')), fields=('token', 'element'), name='one_wait_for_an_event'),
        ),
        migrations.AddConstraint(
            model_name='wait',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('ended_at__isnull', True), ('state', 'waiting')), models.Q(models.Q(('state', 'waiting'), _negated=True), ('ended_at__isnull', False)), _connector='OR'), name='wait_ended_when_not_waiting'),
        ),
    ]
