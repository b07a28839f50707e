import django.db.models.deletion
import yangguang.web.fields
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('organisations', '0001_organisations_posts_and_numbers'),
    ]

    operations = [
        migrations.CreateModel(
            name='Site',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('uid', yangguang.web.fields.UidField()),
                ('code', models.SlugField(max_length=40, unique=True, verbose_name='代号')),
                ('name', models.CharField(max_length=80, verbose_name='网站名称')),
                ('host', models.CharField(blank=True, help_text='例如 www.yangguang.gov.cn，不带协议', max_length=120, verbose_name='域名')),
                ('path', models.CharField(blank=True, help_text='与其他网站共用域名时使用', max_length=60, verbose_name='路径')),
                ('site_id_code', models.CharField(blank=True, max_length=10, verbose_name='网站标识码')),
                ('icp', models.CharField(blank=True, max_length=60, verbose_name='ICP 备案号')),
                ('police', models.CharField(blank=True, max_length=60, verbose_name='公安备案号')),
                ('contact', models.JSONField(blank=True, default=dict, verbose_name='联系方式')),
                ('look', models.JSONField(blank=True, default=dict, verbose_name='外观')),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='sites', to='organisations.organisation', verbose_name='主办机构')),
            ],
            options={
                'verbose_name': '网站',
                'verbose_name_plural': '网站',
                'ordering': ['id'],
                'constraints': [models.UniqueConstraint(fields=('host', 'path'), name='site_address_once'), models.CheckConstraint(condition=models.Q(('site_id_code', ''), ('site_id_code__regex', '^(bm[0-9]{8}|[0-9]{10})$'), _connector='OR'), name='site_id_code_form')],
            },
        ),
        migrations.CreateModel(
            name='Column',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('uid', yangguang.web.fields.UidField()),
                ('code', models.SlugField(help_text='网址中使用，开设后不改', max_length=60, verbose_name='代号')),
                ('name', models.CharField(max_length=60, verbose_name='名称')),
                ('description', models.CharField(help_text='设置目的、主要内容；用于 ColumnDescription 标签', max_length=300, verbose_name='栏目说明')),
                ('keywords', models.CharField(help_text='用逗号分隔', max_length=200, verbose_name='关键词')),
                ('column_type', models.CharField(choices=[('首页', '首页'), ('概况信息', '概况信息'), ('机构职能', '机构职能'), ('负责人信息', '负责人信息'), ('工作动态', '工作动态'), ('政策文件', '政策文件'), ('信息公开指南', '信息公开指南'), ('信息公开目录', '信息公开目录'), ('信息公开年报', '信息公开年报'), ('依申请公开', '依申请公开'), ('数据发布', '数据发布'), ('数据开放', '数据开放'), ('政策解读', '政策解读'), ('回应关切', '回应关切'), ('办事服务', '办事服务'), ('咨询投诉', '咨询投诉'), ('征集调查', '征集调查'), ('在线访谈', '在线访谈')], max_length=20, verbose_name='栏目类别')),
                ('question', models.JSONField(blank=True, default=dict, verbose_name='收什么信息')),
                ('order', models.PositiveIntegerField(default=100, verbose_name='排序')),
                ('closed_on', models.DateField(blank=True, null=True, verbose_name='关闭日期')),
                ('parent', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='children', to='sites.column', verbose_name='上级栏目')),
                ('site', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='columns', to='sites.site', verbose_name='网站')),
            ],
            options={
                'verbose_name': '栏目',
                'verbose_name_plural': '栏目',
                'ordering': ['order', 'id'],
                'constraints': [models.UniqueConstraint(fields=('site', 'code'), name='column_code_in_site'), models.CheckConstraint(condition=models.Q(('parent', models.F('id')), _negated=True), name='column_not_its_own_parent')],
            },
        ),
        migrations.AddConstraint(
            model_name='column',
            constraint=models.CheckConstraint(condition=models.Q(('column_type__in', ('首页', '概况信息', '机构职能', '负责人信息', '工作动态', '政策文件', '信息公开指南', '信息公开目录', '信息公开年报', '依申请公开', '数据发布', '数据开放', '政策解读', '回应关切', '办事服务', '咨询投诉', '征集调查', '在线访谈'))), name='column_type_known'),
        ),
    ]
