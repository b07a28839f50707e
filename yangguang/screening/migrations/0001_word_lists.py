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
            name='WordList',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('uid', yangguang.web.fields.UidField()),
                ('code', models.SlugField(max_length=60, unique=True, verbose_name='代码')),
                ('name', models.CharField(max_length=80, verbose_name='名称')),
                ('kind', models.CharField(choices=[('wrong', '错别字'), ('banned', '不当用语')], max_length=8, verbose_name='类别')),
                ('level', models.CharField(choices=[('block', '必须处理'), ('warn', '请核对'), ('hint', '提示')], default='warn', max_length=5, verbose_name='程度')),
                ('is_active', models.BooleanField(default=True, verbose_name='启用')),
                ('stamp', yangguang.web.fields.UidField()),
                ('organisation', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisations.organisation', verbose_name='适用机构')),
            ],
            options={
                'verbose_name': '词库',
                'verbose_name_plural': '词库',
                'ordering': ['code'],
                'constraints': [models.CheckConstraint(condition=models.Q(('kind__in', ['wrong', 'banned'])), name='word_list_kind_known'), models.CheckConstraint(condition=models.Q(('level__in', ['block', 'warn', 'hint'])), name='word_list_level_known')],
            },
        ),
        migrations.CreateModel(
            name='Word',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('text', models.CharField(max_length=60, verbose_name='词')),
                ('suggestion', models.CharField(blank=True, max_length=120, verbose_name='建议')),
                ('note', models.CharField(blank=True, max_length=200, verbose_name='说明')),
                ('right_in', models.CharField(blank=True, help_text='用 | 隔开，例如 唯一但', max_length=200, verbose_name='不算错的上下文')),
                ('word_list', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='words', to='screening.wordlist', verbose_name='词库')),
            ],
            options={
                'verbose_name': '词',
                'verbose_name_plural': '词',
                'ordering': ['text'],
                'constraints': [models.UniqueConstraint(fields=('word_list', 'text'), name='word_once_in_list'), models.CheckConstraint(condition=models.Q(('text', ''), _negated=True), name='word_not_empty')],
            },
        ),
    ]
