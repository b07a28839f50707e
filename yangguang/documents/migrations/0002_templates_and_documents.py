import django.db.models.deletion
import yangguang.web.fields
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('documents', '0001_exports'),
        ('files', '0001_files_and_their_contents'),
        ('organisations', '0001_organisations_posts_and_numbers'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Template',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.SlugField(max_length=60, verbose_name='代码')),
                ('name', models.CharField(max_length=120, verbose_name='名称')),
                ('organisation', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisations.organisation', verbose_name='适用机构')),
            ],
            options={
                'verbose_name': '文书模板',
                'verbose_name_plural': '文书模板',
                'ordering': ['code', 'organisation__path'],
                'abstract': False,
                'constraints': [models.UniqueConstraint(fields=('code', 'organisation'), name='template_once'), models.UniqueConstraint(condition=models.Q(('organisation__isnull', True)), fields=('code',), name='template_once_everywhere')],
            },
        ),
        migrations.CreateModel(
            name='TemplateVersion',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.SlugField(max_length=60, verbose_name='代码')),
                ('number', models.PositiveIntegerField(verbose_name='版本')),
                ('sha256', models.CharField(max_length=64, verbose_name='指纹')),
                ('published_at', models.DateTimeField(verbose_name='发布时间')),
                ('body', models.JSONField(verbose_name='内容')),
                ('template', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='versions', to='documents.template', verbose_name='文书模板')),
            ],
            options={
                'verbose_name': '模板版本',
                'verbose_name_plural': '模板版本',
                'ordering': ['template', '-number'],
                'constraints': [models.UniqueConstraint(fields=('code', 'number'), name='template_version_once'), models.UniqueConstraint(fields=('template', 'sha256'), name='template_text_once')],
            },
        ),
        migrations.CreateModel(
            name='Document',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('uid', yangguang.web.fields.UidField()),
                ('kind', models.CharField(max_length=60, verbose_name='文书种类')),
                ('subject', yangguang.web.fields.RefField(db_index=True, verbose_name='事由')),
                ('sealed', models.BinaryField(verbose_name='内容')),
                ('state', models.CharField(choices=[('draft', '起草中'), ('issued', '现行有效'), ('replaced', '已被替换'), ('void', '已作废')], default='draft', max_length=8, verbose_name='状态')),
                ('drafted_at', models.DateTimeField(verbose_name='拟稿时间')),
                ('number', models.CharField(blank=True, max_length=120, verbose_name='文号')),
                ('code', models.CharField(blank=True, max_length=19, null=True, unique=True, verbose_name='验证码')),
                ('issued_at', models.DateTimeField(blank=True, null=True, verbose_name='出具时间')),
                ('ended_at', models.DateTimeField(blank=True, null=True, verbose_name='失效时间')),
                ('reason', models.CharField(blank=True, max_length=300, verbose_name='失效原因')),
                ('pdf_sha256', models.CharField(blank=True, max_length=64, verbose_name='PDF 指纹')),
                ('docx_sha256', models.CharField(blank=True, max_length=64, verbose_name='DOCX 指纹')),
                ('docx', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='files.storedfile')),
                ('drafted_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='拟稿人')),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisations.organisation', verbose_name='发文机关')),
                ('pdf', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='files.storedfile')),
                ('replaces', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='successors', to='documents.document', verbose_name='替换')),
                ('version', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='documents', to='documents.templateversion', verbose_name='模板版本')),
            ],
            options={
                'verbose_name': '文书',
                'verbose_name_plural': '文书',
                'constraints': [models.UniqueConstraint(condition=models.Q(('number', ''), _negated=True), fields=('kind', 'number'), name='document_number_once'), models.UniqueConstraint(condition=models.Q(('replaces__isnull', False), models.Q(('state__in', ['draft', 'void']), _negated=True)), fields=('replaces',), name='document_replaced_once'), models.CheckConstraint(condition=models.Q(models.Q(('code__isnull', True), ('issued_at__isnull', True), ('number', ''), ('pdf_sha256', ''), ('state', 'draft')), models.Q(models.Q(('state', 'draft'), _negated=True), models.Q(('number', ''), _negated=True), models.Q(('pdf_sha256', ''), _negated=True), models.Q(('docx_sha256', ''), _negated=True), ('code__isnull', False), ('issued_at__isnull', False)), _connector='OR'), name='document_issued_is_complete'), models.CheckConstraint(condition=models.Q(models.Q(('ended_at__isnull', True), ('state__in', ['draft', 'issued'])), models.Q(('ended_at__isnull', False), ('state__in', ['replaced', 'void'])), _connector='OR'), name='document_ended_when_over')],
            },
        ),
    ]
