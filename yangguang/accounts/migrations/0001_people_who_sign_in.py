import django.db.models.deletion
import django.db.models.functions.text
import yangguang.web.fields
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('auth', '0012_alter_user_first_name_max_length'),
    ]

    operations = [
        migrations.CreateModel(
            name='SignInThrottle',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.CharField(max_length=64, unique=True)),
                ('attempts', models.PositiveIntegerField(default=0)),
                ('window_started', models.DateTimeField()),
                ('locked_until', models.DateTimeField(blank=True, db_index=True, null=True)),
            ],
            options={
                'verbose_name': '登录限制',
                'verbose_name_plural': '登录限制',
            },
        ),
        migrations.CreateModel(
            name='User',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('password', models.CharField(max_length=128, verbose_name='password')),
                ('last_login', models.DateTimeField(blank=True, null=True, verbose_name='last login')),
                ('is_superuser', models.BooleanField(default=False, help_text='Designates that this user has all permissions without explicitly assigning them.', verbose_name='superuser status')),
                ('uid', yangguang.web.fields.UidField()),
                ('username', models.CharField(blank=True, help_text='工作人员才有', max_length=60, null=True, unique=True, verbose_name='用户名')),
                ('name', models.CharField(blank=True, max_length=60, verbose_name='姓名')),
                ('email', models.EmailField(blank=True, max_length=254, null=True, unique=True, verbose_name='电子邮箱')),
                ('phone', models.CharField(blank=True, max_length=20, null=True, unique=True, verbose_name='手机号码')),
                ('is_active', models.BooleanField(default=True, verbose_name='可以登录')),
                ('real_name_level', models.PositiveSmallIntegerField(choices=[(0, '未核实'), (1, '已核实联系方式'), (2, '已核实身份证件'), (3, '已当面核实')], default=0, verbose_name='实名等级')),
                ('must_change_password', models.BooleanField(default=False, verbose_name='须先改密码')),
                ('joined_at', models.DateTimeField(editable=False, verbose_name='开户时间')),
                ('groups', models.ManyToManyField(blank=True, help_text='The groups this user belongs to. A user will get all permissions granted to each of their groups.', related_name='user_set', related_query_name='user', to='auth.group', verbose_name='groups')),
                ('user_permissions', models.ManyToManyField(blank=True, help_text='Specific permissions for this user.', related_name='user_set', related_query_name='user', to='auth.permission', verbose_name='user permissions')),
            ],
            options={
                'verbose_name': '用户',
                'verbose_name_plural': '用户',
                'constraints': [models.CheckConstraint(condition=models.Q(('is_superuser', False)), name='nobody_is_superuser'), models.CheckConstraint(condition=models.Q(('username__isnull', False), ('email__isnull', False), ('phone__isnull', False), _connector='OR'), name='user_can_be_addressed'), models.CheckConstraint(condition=models.Q(models.Q(('username', ''), _negated=True), models.Q(('email', ''), _negated=True), models.Q(('phone', ''), _negated=True)), name='user_identifiers_not_empty'), models.UniqueConstraint(django.db.models.functions.text.Lower('username'), name='user_username_any_case'), models.UniqueConstraint(django.db.models.functions.text.Lower('email'), name='user_email_any_case')],
            },
        ),
        migrations.CreateModel(
            name='SignIn',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.DateTimeField(db_index=True)),
                ('outcome', models.CharField(choices=[('ok', '成功'), ('failed', '失败'), ('locked', '已锁定'), ('disabled', '账号已停用'), ('code-sent', '已发验证码'), ('signed-out', '退出')], max_length=12, verbose_name='结果')),
                ('method', models.CharField(max_length=10, verbose_name='方式')),
                ('identifier', models.CharField(help_text='只留首尾', max_length=60, verbose_name='所填账号')),
                ('address', models.CharField(blank=True, max_length=45, verbose_name='网络地址')),
                ('agent', models.CharField(blank=True, max_length=200, verbose_name='浏览器')),
                ('user', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='sign_ins', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': '登录记录',
                'verbose_name_plural': '登录记录',
                'indexes': [models.Index(fields=['user', '-at'], name='sign_ins_of_user')],
                'constraints': [models.CheckConstraint(condition=models.Q(('outcome__in', ['ok', 'failed', 'locked', 'disabled', 'code-sent', 'signed-out'])), name='sign_in_outcome_known')],
            },
        ),
        migrations.CreateModel(
            name='SignInCode',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('uid', yangguang.web.fields.UidField()),
                ('channel', models.CharField(choices=[('email', '电子邮箱'), ('sms', '短信')], max_length=10)),
                ('address_digest', models.CharField(db_index=True, max_length=64)),
                ('requested_from', models.CharField(db_index=True, max_length=64)),
                ('code_digest', models.CharField(max_length=64)),
                ('created_at', models.DateTimeField()),
                ('expires_at', models.DateTimeField(db_index=True)),
                ('attempts_left', models.PositiveSmallIntegerField()),
                ('used_at', models.DateTimeField(blank=True, null=True)),
            ],
            options={
                'verbose_name': '登录验证码',
                'verbose_name_plural': '登录验证码',
                'indexes': [models.Index(fields=['address_digest', 'created_at'], name='code_by_address')],
            },
        ),
    ]
