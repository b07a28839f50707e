import django.db.models.deletion
import yangguang.web.fields
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('accounts', '__first__'),
        ('wagtailadmin', '0006_formstate'),
        ('wagtailcore', '0097_baselogentry_uuid_action_timestamp_indexes'),
        ('wagtailusers', '0015_userprofile_keyboard_shortcuts'),
    ]

    operations = [
        migrations.CreateModel(
            name='Division',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.CharField(max_length=12, verbose_name='代码')),
                ('name', models.CharField(max_length=60, verbose_name='名称')),
                ('level', models.PositiveSmallIntegerField(choices=[(1, '省级'), (2, '地级'), (3, '县级'), (4, '乡级'), (5, '村级')], verbose_name='级别')),
                ('valid_from', models.DateField(verbose_name='设立日期')),
                ('valid_to', models.DateField(blank=True, null=True, verbose_name='撤销日期')),
                ('parent', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='children', to='organisations.division', verbose_name='上级')),
            ],
            options={
                'verbose_name': '行政区划',
                'verbose_name_plural': '行政区划',
                'ordering': ['code', '-valid_from'],
                'constraints': [models.UniqueConstraint(fields=('code', 'valid_from'), name='division_code_from'), models.UniqueConstraint(condition=models.Q(('valid_to__isnull', True)), fields=('code',), name='division_code_one_open'), models.CheckConstraint(condition=models.Q(('valid_to__isnull', True), ('valid_to__gte', models.F('valid_from')), _connector='OR'), name='division_validity_in_order')],
            },
        ),
        migrations.CreateModel(
            name='NumberCounter',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(max_length=30)),
                ('series', models.CharField(max_length=240)),
                ('last', models.PositiveBigIntegerField(default=0)),
            ],
            options={
                'verbose_name': '流水号',
                'verbose_name_plural': '流水号',
                'constraints': [models.UniqueConstraint(fields=('kind', 'series'), name='number_series_once')],
            },
        ),
        migrations.CreateModel(
            name='Organisation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('uid', yangguang.web.fields.UidField()),
                ('code', models.SlugField(help_text='网址中使用，设立后不改', max_length=60, unique=True, verbose_name='代号')),
                ('name', models.CharField(max_length=120, verbose_name='全称')),
                ('short_name', models.CharField(blank=True, max_length=40, verbose_name='简称')),
                ('uscc', models.CharField(blank=True, max_length=18, null=True, verbose_name='统一社会信用代码')),
                ('kind', models.CharField(choices=[('government', '人民政府'), ('department', '政府部门'), ('office', '办事机构'), ('town', '乡镇人民政府、街道办事处'), ('village', '村（居）民委员会'), ('party', '党的机关')], max_length=12, verbose_name='类别')),
                ('path', models.CharField(editable=False, max_length=400, unique=True)),
                ('valid_from', models.DateField(verbose_name='设立日期')),
                ('valid_to', models.DateField(blank=True, null=True, verbose_name='撤销日期')),
                ('order', models.PositiveIntegerField(default=1000, verbose_name='排序')),
                ('number_codes', models.JSONField(blank=True, default=dict, help_text='索引号等编号中使用的代码，例如地区、部门代码；下级没有的沿用上级', verbose_name='编号用代码')),
                ('division', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='organisations', to='organisations.division', verbose_name='所在区划')),
                ('parent', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='children', to='organisations.organisation', verbose_name='上级机构')),
                ('successor', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='predecessors', to='organisations.organisation', verbose_name='职责划入')),
            ],
            options={
                'verbose_name': '机构',
                'verbose_name_plural': '机构',
                'ordering': ['order', 'path'],
                'constraints': [models.UniqueConstraint(condition=models.Q(('valid_to__isnull', True)), fields=('uscc',), name='organisation_uscc_one_open'), models.CheckConstraint(condition=models.Q(('valid_to__isnull', True), ('valid_to__gte', models.F('valid_from')), _connector='OR'), name='organisation_validity_in_order'), models.CheckConstraint(condition=models.Q(('successor__isnull', True), ('valid_to__isnull', False), _connector='OR'), name='organisation_successor_means_closed'), models.CheckConstraint(condition=models.Q(models.Q(('successor', models.F('id')), _negated=True), models.Q(('parent', models.F('id')), _negated=True)), name='organisation_not_its_own_kin'), models.CheckConstraint(condition=models.Q(('kind__in', ['government', 'department', 'office', 'town', 'village', 'party'])), name='organisation_kind_known')],
            },
        ),
        migrations.CreateModel(
            name='NumberPattern',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.SlugField(max_length=30, verbose_name='种类')),
                ('pattern', models.CharField(max_length=200, verbose_name='编码规则')),
                ('reset', models.CharField(choices=[('none', '不重新编号'), ('year', '每年从 1 开始'), ('month', '每月从 1 开始'), ('day', '每天从 1 开始')], default='year', max_length=5, verbose_name='重新编号')),
                ('organisation', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisations.organisation', verbose_name='适用机构')),
            ],
            options={
                'verbose_name': '编号规则',
                'verbose_name_plural': '编号规则',
                'ordering': ['kind', 'organisation__path'],
                'constraints': [models.UniqueConstraint(fields=('kind', 'organisation'), name='number_pattern_once'), models.UniqueConstraint(condition=models.Q(('organisation__isnull', True)), fields=('kind',), name='number_pattern_once_everywhere'), models.CheckConstraint(condition=models.Q(('reset__in', ['none', 'year', 'month', 'day'])), name='number_reset_known')],
            },
        ),
        migrations.CreateModel(
            name='OrganisationName',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=120, verbose_name='全称')),
                ('short_name', models.CharField(blank=True, max_length=40, verbose_name='简称')),
                ('valid_from', models.DateField(verbose_name='起用日期')),
                ('valid_to', models.DateField(blank=True, null=True, verbose_name='停用日期')),
                ('basis', models.CharField(blank=True, max_length=300, verbose_name='依据')),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='names', to='organisations.organisation')),
            ],
            options={
                'verbose_name': '机构名称',
                'verbose_name_plural': '机构名称',
                'ordering': ['valid_from'],
                'constraints': [models.UniqueConstraint(condition=models.Q(('valid_to__isnull', True)), fields=('organisation',), name='organisation_one_name'), models.UniqueConstraint(fields=('organisation', 'valid_from'), name='organisation_name_from'), models.CheckConstraint(condition=models.Q(('valid_to__isnull', True), ('valid_to__gte', models.F('valid_from')), _connector='OR'), name='organisation_name_in_order')],
            },
        ),
        migrations.CreateModel(
            name='Post',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('uid', yangguang.web.fields.UidField()),
                ('code', models.SlugField(max_length=40, verbose_name='岗位代号')),
                ('name', models.CharField(max_length=60, verbose_name='岗位名称')),
                ('permissions', models.JSONField(blank=True, default=list, verbose_name='权限')),
                ('order', models.PositiveIntegerField(default=100, verbose_name='排序')),
                ('abolished_on', models.DateField(blank=True, null=True, verbose_name='撤销日期')),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='posts', to='organisations.organisation')),
            ],
            options={
                'verbose_name': '岗位',
                'verbose_name_plural': '岗位',
                'ordering': ['order', 'id'],
                'constraints': [models.UniqueConstraint(fields=('organisation', 'code'), name='post_code_in_organisation')],
            },
        ),
        migrations.CreateModel(
            name='Appointment',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('uid', yangguang.web.fields.UidField()),
                ('since', models.DateField(verbose_name='任职日期')),
                ('until', models.DateField(blank=True, null=True, verbose_name='免职日期')),
                ('acting', models.BooleanField(default=False, verbose_name='代理')),
                ('basis', models.CharField(blank=True, max_length=300, verbose_name='任免依据')),
                ('on_behalf_of', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='代谁履职')),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='appointments', to=settings.AUTH_USER_MODEL)),
                ('post', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='appointments', to='organisations.post')),
            ],
            options={
                'verbose_name': '任职',
                'verbose_name_plural': '任职',
                'ordering': ['since', 'id'],
                'constraints': [models.UniqueConstraint(condition=models.Q(('until__isnull', True)), fields=('user', 'post'), name='appointment_one_open'), models.CheckConstraint(condition=models.Q(('until__isnull', True), ('until__gte', models.F('since')), _connector='OR'), name='appointment_dates_in_order'), models.CheckConstraint(condition=models.Q(('on_behalf_of__isnull', True), ('acting', True), _connector='OR'), name='appointment_on_behalf_is_acting'), models.CheckConstraint(condition=models.Q(('on_behalf_of__isnull', True), models.Q(('on_behalf_of', models.F('user')), _negated=True), _connector='OR'), name='appointment_not_for_oneself')],
            },
        ),
    ]
