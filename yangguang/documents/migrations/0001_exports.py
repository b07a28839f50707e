import django.db.models.deletion
import yangguang.web.fields
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('files', '0001_files_and_their_contents'),
        ('organisations', '0001_organisations_posts_and_numbers'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Export',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('uid', yangguang.web.fields.UidField()),
                ('kind', models.CharField(max_length=60, verbose_name='种类')),
                ('form', models.CharField(choices=[('pdf', 'PDF（打印、阅读）'), ('zip', 'ZIP（带凭证，可以离线核对）')], max_length=3, verbose_name='格式')),
                ('subject', yangguang.web.fields.RefField(db_index=True, verbose_name='内容')),
                ('asked_at', models.DateTimeField(verbose_name='导出时间')),
                ('state', models.CharField(choices=[('waiting', '正在生成'), ('done', '已生成'), ('failed', '没有生成'), ('gone', '已过期删除')], default='waiting', max_length=8, verbose_name='状态')),
                ('done', models.PositiveIntegerField(default=0, verbose_name='已完成')),
                ('of', models.PositiveIntegerField(default=0, verbose_name='共')),
                ('sha256', models.CharField(blank=True, max_length=64, verbose_name='指纹')),
                ('made_at', models.DateTimeField(blank=True, null=True, verbose_name='生成时间')),
                ('trouble', models.CharField(blank=True, max_length=500, verbose_name='没有生成的原因')),
                ('appointment', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisations.appointment', verbose_name='以何岗位')),
                ('asked_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='导出人')),
                ('file', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='files.storedfile')),
            ],
            options={
                'verbose_name': '导出',
                'verbose_name_plural': '导出',
                'indexes': [models.Index(condition=models.Q(('state', 'done')), fields=['made_at'], name='export_kept')],
                'constraints': [models.UniqueConstraint(condition=models.Q(('state', 'waiting')), fields=('asked_by', 'subject', 'form'), name='one_export_under_way'), models.CheckConstraint(condition=models.Q(models.Q(('file__isnull', False), ('made_at__isnull', False), ('state__in', ['done', 'gone'])), models.Q(('file__isnull', True), ('made_at__isnull', True), ('state__in', ['waiting', 'failed'])), _connector='OR'), name='export_done_has_its_file')],
            },
        ),
    ]
