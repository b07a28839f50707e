import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('disclosure', '0001_items_editions_catalogue'),
        ('organisations', '0001_organisations_posts_and_numbers'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='ValidityDeclaration',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('status', models.CharField(choices=[('pending', '尚未施行'), ('in_force', '现行有效'), ('amended', '已修改'), ('repealed', '已废止'), ('expired', '已失效')], max_length=10, verbose_name='有效性')),
                ('on', models.DateField(verbose_name='自哪天起')),
                ('until', models.DateField(blank=True, null=True, verbose_name='有效期至')),
                ('successor_name', models.CharField(blank=True, max_length=200, verbose_name='依据的文件')),
                ('basis', models.CharField(max_length=300, verbose_name='理由和依据')),
                ('at', models.DateTimeField()),
                ('ended_at', models.DateTimeField(blank=True, null=True)),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('item', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='declarations', to='disclosure.item')),
                ('successor', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='predecessors', to='disclosure.item')),
            ],
            options={
                'verbose_name': '有效性认定',
                'verbose_name_plural': '有效性认定',
                'ordering': ['-id'],
                'constraints': [
                    models.CheckConstraint(condition=models.Q(('basis', ''), _negated=True), name='declaration_has_basis'),
                    models.CheckConstraint(condition=models.Q(('item', models.F('successor')), _negated=True), name='declaration_not_by_itself'),
                    models.CheckConstraint(condition=models.Q(('status__in', ['in_force', 'amended', 'repealed', 'expired'])), name='declaration_status_known'),
                    models.UniqueConstraint(condition=models.Q(('ended_at__isnull', True), ('status__in', ['repealed', 'expired'])), fields=('item',), name='declaration_one_end'),
                ],
            },
        ),
        migrations.AddField(
            model_name='edition',
            name='change_kind',
            field=models.CharField(blank=True, choices=[('correction', '更正：原文有差错'), ('update', '更新：事实有变化')], max_length=10, verbose_name='变更性质'),
        ),
        migrations.AddField(
            model_name='edition',
            name='change_reason',
            field=models.CharField(blank=True, max_length=300, verbose_name='变更说明'),
        ),
        migrations.AddField(
            model_name='edition',
            name='clarifies',
            field=models.CharField(blank=True, max_length=300, verbose_name='澄清的内容'),
        ),
        migrations.AddField(
            model_name='edition',
            name='clarifies_item',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='clarifications', to='disclosure.item', verbose_name='澄清涉及的本站信息'),
        ),
        migrations.AddField(
            model_name='edition',
            name='effective_on',
            field=models.DateField(blank=True, null=True, verbose_name='施行日期'),
        ),
        migrations.AddField(
            model_name='edition',
            name='valid_until',
            field=models.DateField(blank=True, null=True, verbose_name='有效期至'),
        ),
        migrations.AddField(
            model_name='item',
            name='amended_on',
            field=models.DateField(blank=True, null=True, verbose_name='修改日期'),
        ),
        migrations.AddField(
            model_name='item',
            name='effective_on',
            field=models.DateField(blank=True, null=True, verbose_name='施行日期'),
        ),
        migrations.AddField(
            model_name='item',
            name='repealed_on',
            field=models.DateField(blank=True, null=True, verbose_name='废止日期'),
        ),
        migrations.AddField(
            model_name='item',
            name='valid_until',
            field=models.DateField(blank=True, null=True, verbose_name='有效期至'),
        ),
        migrations.AddConstraint(
            model_name='edition',
            constraint=models.CheckConstraint(condition=models.Q(('expunged_at__isnull', True), models.Q(('body_html', ''), ('body_text', ''), ('clarifies', ''), ('doc_number', ''), ('keywords', ''), ('source', ''), ('summary', '')), _connector='OR'), name='edition_expunged_has_no_text'),
        ),
        migrations.AddConstraint(
            model_name='edition',
            constraint=models.CheckConstraint(condition=models.Q(('effective_on__isnull', True), ('valid_until__isnull', True), ('valid_until__gte', models.F('effective_on')), _connector='OR'), name='edition_valid_after_effective'),
        ),
        migrations.AddConstraint(
            model_name='item',
            constraint=models.CheckConstraint(condition=models.Q(('withdrawn_at__isnull', True), ('live_edition__isnull', False), _connector='OR'), name='item_withdrawn_was_public'),
        ),
    ]
