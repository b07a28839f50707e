import django.db.models.deletion
import yangguang.web.fields
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('law', '0001_instruments_and_articles'),
        ('organisations', '0001_organisations_posts_and_numbers'),
    ]

    operations = [
        migrations.CreateModel(
            name='Calendar',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.SlugField(max_length=20, unique=True, verbose_name='代码')),
                ('name', models.CharField(max_length=60, verbose_name='名称')),
                ('stamp', yangguang.web.fields.UidField()),
                ('base', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, to='deadlines.calendar', verbose_name='基础日历')),
                ('organisation', models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisations.organisation', verbose_name='适用机构')),
            ],
            options={
                'verbose_name': '工作日历',
                'verbose_name_plural': '工作日历',
            },
        ),
        migrations.CreateModel(
            name='CalendarYear',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('year', models.PositiveSmallIntegerField(verbose_name='年份')),
                ('published_on', models.DateField(blank=True, help_text='随系统提供的年份没有录入日期', null=True, verbose_name='录入日期')),
                ('basis', models.CharField(blank=True, max_length=200, verbose_name='依据')),
                ('calendar', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='years', to='deadlines.calendar', verbose_name='工作日历')),
            ],
            options={
                'verbose_name': '年度放假安排',
                'verbose_name_plural': '年度放假安排',
                'ordering': ['-year'],
                'constraints': [models.UniqueConstraint(fields=('calendar', 'year'), name='calendar_year_once')],
            },
        ),
        migrations.CreateModel(
            name='CalendarDay',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('date', models.DateField(verbose_name='日期')),
                ('is_workday', models.BooleanField(verbose_name='上班')),
                ('basis', models.CharField(blank=True, max_length=40, verbose_name='节日')),
                ('calendar', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='days', to='deadlines.calendar', verbose_name='工作日历')),
                ('year', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='days', to='deadlines.calendaryear', verbose_name='年份')),
            ],
            options={
                'verbose_name': '放假或调休日',
                'verbose_name_plural': '放假或调休日',
                'ordering': ['date'],
                'constraints': [models.UniqueConstraint(fields=('calendar', 'date'), name='calendar_day_once')],
            },
        ),
        migrations.CreateModel(
            name='Limit',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.CharField(max_length=40, verbose_name='代码')),
                ('name', models.CharField(max_length=80, verbose_name='名称')),
                ('basis', models.CharField(blank=True, max_length=200, verbose_name='其他依据')),
                ('n', models.PositiveSmallIntegerField(verbose_name='数')),
                ('unit', models.CharField(choices=[('workday', '个工作日'), ('day', '日'), ('month', '个月'), ('fixed', '固定日期')], max_length=8, verbose_name='单位')),
                ('fixed', models.CharField(blank=True, help_text='月-日，例如 01-31', max_length=5, verbose_name='固定日期')),
                ('sense', models.CharField(choices=[('at-most', '不得晚于'), ('at-least', '不得早于')], default='at-most', max_length=8, verbose_name='性质')),
                ('start_event', models.CharField(max_length=30, verbose_name='起算事件')),
                ('roll', models.BooleanField(default=False, verbose_name='末日顺延')),
                ('extend_by', models.PositiveSmallIntegerField(default=0, verbose_name='最多可延长')),
                ('effective_from', models.DateField(verbose_name='施行日期')),
                ('effective_to', models.DateField(blank=True, null=True, verbose_name='失效日期')),
                ('verified_on', models.DateField(blank=True, null=True, verbose_name='核实日期')),
                ('source', models.CharField(choices=[('statute', '法定'), ('local', '本地规定')], default='statute', max_length=8, verbose_name='来源')),
                ('article', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='law.article', verbose_name='依据')),
                ('organisation', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisations.organisation', verbose_name='适用机构')),
            ],
            options={
                'verbose_name': '时限',
                'verbose_name_plural': '时限',
                'ordering': ['code', '-effective_from'],
                'constraints': [models.UniqueConstraint(fields=('code', 'organisation', 'effective_from'), name='limit_version_once'), models.UniqueConstraint(condition=models.Q(('organisation__isnull', True)), fields=('code', 'effective_from'), name='limit_version_once_everywhere'), models.CheckConstraint(condition=models.Q(('effective_to__isnull', True), ('effective_to__gt', models.F('effective_from')), _connector='OR'), name='limit_validity_in_order'), models.CheckConstraint(condition=models.Q(('unit__in', ['workday', 'day', 'month', 'fixed'])), name='limit_unit_known'), models.CheckConstraint(condition=models.Q(models.Q(('fixed__regex', '^[0-9]{2}-[0-9]{2}$'), ('unit', 'fixed')), models.Q(models.Q(('unit', 'fixed'), _negated=True), ('fixed', ''), ('n__gte', 1)), _connector='OR'), name='limit_counts_or_is_fixed')],
            },
        ),
        migrations.CreateModel(
            name='Clock',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('uid', yangguang.web.fields.UidField()),
                ('subject', yangguang.web.fields.RefField(db_index=True, verbose_name='对象')),
                ('started_on', models.DateField(verbose_name='起算日')),
                ('due_on', models.DateField(verbose_name='最迟')),
                ('provisional', models.BooleanField(default=False, verbose_name='暂定')),
                ('stopped_on', models.DateField(blank=True, null=True, verbose_name='办结日')),
                ('outcome', models.CharField(choices=[('running', '正在计时'), ('met', '按期'), ('late', '超期'), ('cancelled', '不再计时')], default='running', max_length=9, verbose_name='结果')),
                ('explanation', models.JSONField(default=dict, verbose_name='推算过程')),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisations.organisation', verbose_name='责任单位')),
                ('limit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='clocks', to='deadlines.limit', verbose_name='时限')),
            ],
            options={
                'verbose_name': '时钟',
                'verbose_name_plural': '时钟',
                'ordering': ['due_on', 'id'],
                'indexes': [models.Index(condition=models.Q(('outcome', 'running')), fields=['due_on'], name='clock_running_by_due')],
                'constraints': [models.UniqueConstraint(condition=models.Q(('outcome', 'running')), fields=('subject', 'limit'), name='clock_runs_once'), models.CheckConstraint(condition=models.Q(('due_on__gte', models.F('started_on'))), name='clock_due_after_start'), models.CheckConstraint(condition=models.Q(('outcome__in', ['running', 'met', 'late', 'cancelled'])), name='clock_outcome_known'), models.CheckConstraint(condition=models.Q(models.Q(('outcome', 'running'), ('stopped_on__isnull', True)), models.Q(models.Q(('outcome', 'running'), _negated=True), ('stopped_on__isnull', False)), _connector='OR'), name='clock_stopped_has_a_day'), models.CheckConstraint(condition=models.Q(models.Q(('outcome', 'met'), _negated=True), ('stopped_on__lte', models.F('due_on')), _connector='OR'), name='clock_met_in_time'), models.CheckConstraint(condition=models.Q(models.Q(('outcome', 'late'), _negated=True), ('stopped_on__gt', models.F('due_on')), _connector='OR'), name='clock_late_is_late')],
            },
        ),
    ]
