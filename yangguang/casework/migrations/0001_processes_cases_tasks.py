import django.db.models.deletion
import yangguang.web.fields
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('accounts', '__first__'),
        ('organisations', '0001_organisations_posts_and_numbers'),
    ]

    operations = [
        migrations.CreateModel(
            name='Process',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.SlugField(max_length=60, verbose_name='代码')),
                ('name', models.CharField(max_length=120, verbose_name='名称')),
                ('organisation', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisations.organisation', verbose_name='适用机构')),
            ],
            options={
                'verbose_name': '办理流程',
                'verbose_name_plural': '办理流程',
                'ordering': ['code', 'organisation__path'],
                'constraints': [models.UniqueConstraint(fields=('code', 'organisation'), name='process_once'), models.UniqueConstraint(condition=models.Q(('organisation__isnull', True)), fields=('code',), name='process_once_everywhere')],
            },
        ),
        migrations.CreateModel(
            name='ProcessVersion',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.SlugField(max_length=60, verbose_name='代码')),
                ('number', models.PositiveIntegerField(verbose_name='版本')),
                ('xml', models.BinaryField(verbose_name='定义')),
                ('sha256', models.CharField(max_length=64, verbose_name='指纹')),
                ('same_person', models.BooleanField(default=False, verbose_name='同一人可办几步')),
                ('published_at', models.DateTimeField(verbose_name='发布时间')),
                ('process', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='versions', to='casework.process', verbose_name='流程')),
            ],
            options={
                'verbose_name': '流程版本',
                'verbose_name_plural': '流程版本',
                'ordering': ['process', '-number'],
                'constraints': [models.UniqueConstraint(fields=('code', 'number'), name='process_version_once'), models.UniqueConstraint(fields=('process', 'sha256'), name='process_text_once')],
            },
        ),
        migrations.CreateModel(
            name='Case',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('uid', yangguang.web.fields.UidField()),
                ('number', models.CharField(max_length=60, unique=True, verbose_name='办件号')),
                ('subject', yangguang.web.fields.RefField(db_index=True, verbose_name='事由')),
                ('title', models.CharField(max_length=300, verbose_name='标题')),
                ('state', models.CharField(choices=[('open', '办理中'), ('done', '已办结'), ('cancelled', '已撤销')], default='open', max_length=10, verbose_name='状态')),
                ('opened_at', models.DateTimeField(verbose_name='立件时间')),
                ('closed_at', models.DateTimeField(blank=True, null=True, verbose_name='办结时间')),
                ('way', models.JSONField(blank=True, default=list, verbose_name='开头经过')),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisations.organisation', verbose_name='承办单位')),
                ('version', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='cases', to='casework.processversion', verbose_name='流程')),
            ],
            options={
                'verbose_name': '办件',
                'verbose_name_plural': '办件',
                'indexes': [models.Index(fields=['organisation', '-opened_at'], name='case_of_organisation'), models.Index(condition=models.Q(('state', 'open')), fields=['opened_at'], name='case_open')],
                'constraints': [models.UniqueConstraint(condition=models.Q(('state', 'open')), fields=('subject',), name='one_open_case_for_a_subject'), models.CheckConstraint(condition=models.Q(models.Q(('closed_at__isnull', True), ('state', 'open')), models.Q(models.Q(('state', 'open'), _negated=True), ('closed_at__isnull', False)), _connector='OR'), name='case_closed_when_not_open')],
            },
        ),
        migrations.CreateModel(
            name='Token',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('element', models.CharField(max_length=120)),
                ('flow', models.CharField(blank=True, max_length=120)),
                ('consumed', models.BooleanField(default=False)),
                ('case', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='tokens', to='casework.case')),
            ],
            options={
                'verbose_name': '进度标记',
                'constraints': [models.UniqueConstraint(condition=models.Q(('consumed', False)), fields=('case', 'element', 'flow'), name='one_token_in_a_place')],
            },
        ),
        migrations.CreateModel(
            name='Task',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('uid', yangguang.web.fields.UidField()),
                ('element', models.CharField(max_length=120)),
                ('name', models.CharField(max_length=120, verbose_name='步骤')),
                ('post_code', models.CharField(max_length=60, verbose_name='岗位')),
                ('escalated', models.BooleanField(default=False, verbose_name='上报办理')),
                ('unheld', models.BooleanField(default=False, verbose_name='无人可办')),
                ('round', models.PositiveIntegerField(default=1, verbose_name='第几次')),
                ('state', models.CharField(choices=[('open', '待办'), ('done', '已办'), ('withdrawn', '已撤回')], default='open', max_length=10, verbose_name='状态')),
                ('opened_at', models.DateTimeField(verbose_name='到达时间')),
                ('done_at', models.DateTimeField(blank=True, null=True, verbose_name='办理时间')),
                ('done_as', models.CharField(blank=True, max_length=80, verbose_name='办理岗位')),
                ('outcome', models.CharField(blank=True, max_length=40, verbose_name='结果')),
                ('opinion', models.TextField(blank=True, verbose_name='意见')),
                ('facts', models.JSONField(blank=True, default=dict, verbose_name='当时的事实')),
                ('way', models.JSONField(blank=True, default=list, verbose_name='随后经过')),
                ('case', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='tasks', to='casework.case', verbose_name='办件')),
                ('done_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='办理人')),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisations.organisation', verbose_name='办理单位')),
                ('token', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='task', to='casework.token')),
            ],
            options={
                'verbose_name': '任务',
                'verbose_name_plural': '任务',
                'indexes': [models.Index(condition=models.Q(('state', 'open')), fields=['organisation', 'post_code'], name='task_open_of_post'), models.Index(condition=models.Q(('state', 'done')), fields=['done_by', '-done_at'], name='task_done_by')],
                'constraints': [models.UniqueConstraint(fields=('case', 'element', 'round'), name='task_once_in_a_round'), models.UniqueConstraint(condition=models.Q(('state', 'open')), fields=('case', 'element'), name='one_open_task_for_a_step'), models.CheckConstraint(condition=models.Q(models.Q(('done_at__isnull', False), ('done_by__isnull', False), ('state', 'done')), models.Q(models.Q(('state', 'done'), _negated=True), ('done_by__isnull', True)), _connector='OR'), name='task_done_by_somebody')],
            },
        ),
    ]
