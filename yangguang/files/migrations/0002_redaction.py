import django.db.models.deletion
import yangguang.web.fields
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('files', '0001_files_and_their_contents'),
        ('organisations', '0001_organisations_posts_and_numbers'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Redaction',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('uid', yangguang.web.fields.UidField()),
                ('state', models.CharField(choices=[('reading', '正在读取'), ('marking', '标记中'), ('waiting', '正在生成'), ('done', '已生成'), ('failed', '没有生成')], default='marking', max_length=8, verbose_name='状态')),
                ('name', models.CharField(max_length=200, verbose_name='公开时的文件名')),
                ('areas', models.JSONField(default=list)),
                ('found', models.JSONField(default=list)),
                ('sizes', models.JSONField(default=list)),
                ('wordless', models.JSONField(default=list)),
                ('saves', models.PositiveIntegerField(default=1)),
                ('begun_at', models.DateTimeField(verbose_name='开始时间')),
                ('done', models.PositiveIntegerField(default=0, help_text='已生成的页数')),
                ('trouble', models.CharField(blank=True, max_length=500)),
                ('made_at', models.DateTimeField(blank=True, null=True, verbose_name='生成时间')),
                ('original_sha256', models.CharField(blank=True, max_length=64)),
                ('redacted_sha256', models.CharField(blank=True, max_length=64)),
                ('removed', models.PositiveIntegerField(default=0, verbose_name='去掉的字')),
                ('unseen', models.PositiveIntegerField(default=0, verbose_name='原来就看不见的字')),
                ('appointment', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisations.appointment')),
                ('asked_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('original', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='redactions', to='files.storedfile')),
                ('redacted', models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='redacted_from', to='files.storedfile')),
            ],
            options={
                'verbose_name': '遮盖',
                'verbose_name_plural': '遮盖',
                'ordering': ['id'],
                'constraints': [
                    models.UniqueConstraint(condition=models.Q(('state__in', ['reading', 'marking', 'waiting', 'failed'])), fields=('original',), name='redaction_one_in_work'),
                    models.CheckConstraint(condition=models.Q(('state__in', ['reading', 'marking', 'waiting', 'done', 'failed'])), name='redaction_state_known'),
                    models.CheckConstraint(condition=models.Q(models.Q(('state', 'done'), _negated=True), models.Q(('made_at__isnull', False), ('original_sha256__regex', '^[0-9a-f]{64}$'), ('redacted__isnull', False), ('redacted_sha256__regex', '^[0-9a-f]{64}$')), _connector='OR'), name='redaction_done_is_a_pair'),
                    models.CheckConstraint(condition=models.Q(('original', models.F('redacted')), _negated=True), name='redaction_of_another'),
                ],
            },
        ),
        migrations.AddField(
            model_name='storedfile',
            name='redacted_at',
            field=models.DateTimeField(blank=True, null=True, verbose_name='遮盖时间'),
        ),
        migrations.AddConstraint(
            model_name='storedfile',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('state', 'public'), _negated=True), ('redacted_at__isnull', True), _connector='OR'), name='file_redacted_stays_inside'),
        ),
    ]
