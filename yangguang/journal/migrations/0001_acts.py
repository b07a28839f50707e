import django.db.models.deletion
import django.db.models.functions.text
import django.db.models.lookups
import yangguang.web.fields
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
    ]

    operations = [
        migrations.CreateModel(
            name='Act',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('uid', yangguang.web.fields.UidField()),
                ('kind', models.CharField(max_length=80)),
                ('version', models.PositiveSmallIntegerField()),
                ('is_public', models.BooleanField()),
                ('occurred_at', models.DateTimeField()),
                ('recorded_at', models.DateTimeField()),
                ('actor_post', models.CharField(blank=True, max_length=100)),
                ('actor_organisation', models.CharField(blank=True, max_length=200)),
                ('actor_organisation_code', models.CharField(blank=True, max_length=80)),
                ('subject', yangguang.web.fields.RefField()),
                ('organisation_code', models.CharField(blank=True, max_length=80)),
                ('basis', models.TextField(blank=True)),
                ('public', models.JSONField(default=dict)),
                ('commitment', models.CharField(max_length=64)),
                ('leaf_hash', models.CharField(max_length=64)),
            ],
            options={
                'verbose_name': '记录',
                'ordering': ['id'],
                'indexes': [models.Index(fields=['subject', 'kind'], name='act_by_subject'), models.Index(fields=['kind', 'occurred_at'], name='act_by_kind'), models.Index(fields=['organisation_code', 'occurred_at'], name='act_by_organisation'), models.Index(fields=['-occurred_at'], name='act_by_time')],
                'constraints': [models.CheckConstraint(condition=models.Q(('version__gte', 1)), name='act_version_counts_from_one'), models.CheckConstraint(condition=models.Q(models.Q(('kind', ''), _negated=True), models.Q(('subject', ''), _negated=True)), name='act_has_kind_and_subject'), models.CheckConstraint(condition=django.db.models.lookups.Exact(django.db.models.functions.text.Length('leaf_hash'), 64), name='act_is_hashed'), models.CheckConstraint(condition=django.db.models.lookups.Exact(django.db.models.functions.text.Length('commitment'), 64), name='act_is_committed')],
            },
        ),
        migrations.CreateModel(
            name='ActReference',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('ref', yangguang.web.fields.RefField()),
            ],
            options={
                'verbose_name': '记录的关联',
            },
        ),
        migrations.CreateModel(
            name='Delivery',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('handler', models.CharField(max_length=200)),
                ('state', models.CharField(choices=[('waiting', '等待'), ('done', '已送达'), ('stuck', '受阻')], default='waiting', max_length=10)),
                ('attempts', models.PositiveSmallIntegerField(default=0)),
                ('due_at', models.DateTimeField()),
                ('done_at', models.DateTimeField(null=True)),
                ('error', models.TextField(blank=True)),
            ],
            options={
                'verbose_name': '传达',
                'ordering': ['id'],
                'indexes': [models.Index(condition=models.Q(('state', 'waiting')), fields=['due_at'], name='delivery_waiting'), models.Index(condition=models.Q(('state', 'stuck')), fields=['id'], name='delivery_stuck')],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('done_at__isnull', False), ('state', 'done')), models.Q(models.Q(('state', 'done'), _negated=True), ('done_at__isnull', True)), _connector='OR'), name='delivery_done_has_a_time')],
            },
        ),
        migrations.CreateModel(
            name='Leaf',
            fields=[
                ('position', models.PositiveBigIntegerField(primary_key=True, serialize=False)),
            ],
            options={
                'verbose_name': '位置',
                'ordering': ['position'],
            },
        ),
        migrations.CreateModel(
            name='Node',
            fields=[
                ('pk', models.CompositePrimaryKey('level', 'index', blank=True, editable=False, primary_key=True, serialize=False)),
                ('level', models.PositiveSmallIntegerField()),
                ('index', models.PositiveBigIntegerField()),
                ('hash', models.BinaryField(max_length=32)),
            ],
            options={
                'verbose_name': '树节点',
            },
        ),
        migrations.CreateModel(
            name='Seal',
            fields=[
                ('number', models.PositiveBigIntegerField(primary_key=True, serialize=False)),
                ('size', models.PositiveBigIntegerField(unique=True)),
                ('root', models.CharField(max_length=64)),
                ('sealed_at', models.DateTimeField()),
                ('previous', models.CharField(max_length=64)),
                ('key_id', models.CharField(max_length=16)),
                ('public_key', models.CharField(max_length=64)),
                ('signature', models.CharField(max_length=128)),
            ],
            options={
                'verbose_name': '封存',
                'ordering': ['number'],
                'constraints': [models.CheckConstraint(condition=models.Q(('number__gte', 1), ('size__gte', 1)), name='seal_counts_from_one')],
            },
        ),
        migrations.CreateModel(
            name='Sealer',
            fields=[
                ('id', models.PositiveSmallIntegerField(default=1, primary_key=True, serialize=False)),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('id', 1)), name='one_sealer')],
            },
        ),
        migrations.CreateModel(
            name='PrivatePart',
            fields=[
                ('act', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, primary_key=True, related_name='private_part', serialize=False, to='journal.act')),
                ('data', models.BinaryField()),
                ('actor_lookup', models.CharField(db_index=True, max_length=64)),
            ],
            options={
                'verbose_name': '记录的非公开部分',
            },
        ),
        migrations.CreateModel(
            name='Unsealed',
            fields=[
                ('act', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, primary_key=True, related_name='unsealed', serialize=False, to='journal.act')),
            ],
            options={
                'verbose_name': '待封存',
            },
        ),
        migrations.AddField(
            model_name='actreference',
            name='act',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='references', to='journal.act'),
        ),
        migrations.AddField(
            model_name='delivery',
            name='act',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='deliveries', to='journal.act'),
        ),
        migrations.AddField(
            model_name='leaf',
            name='act',
            field=models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='leaf', to='journal.act'),
        ),
        migrations.AddConstraint(
            model_name='actreference',
            constraint=models.UniqueConstraint(fields=('ref', 'act'), name='one_reference_per_act'),
        ),
        migrations.AddConstraint(
            model_name='delivery',
            constraint=models.UniqueConstraint(fields=('act', 'handler'), name='one_delivery_per_handler'),
        ),
    ]
