import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from accounts.nothing_new import NothingNewOnceErased


class Migration(migrations.Migration):

    dependencies = [
        ("accounts", "0005_password_link"),
        ("auth", "0012_alter_user_first_name_max_length"),
    ]

    operations = [
        migrations.AlterField(
            model_name='onetimecode',
            name='purpose',
            field=models.CharField(choices=[('sign_in', 'Sign In'), ('add_contact', 'Add Contact'), ('prove_phone', 'Prove Phone'), ('confirm', 'Confirm')], max_length=20),
        ),
        migrations.AlterField(
            model_name='personkey',
            name='user',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='keys', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddConstraint(
            model_name='user',
            constraint=models.CheckConstraint(condition=models.Q(('erased_at', None), models.Q(('email', None), ('is_active', False), ('is_staff', False), ('name', ''), ('phone', None)), _connector='OR'), name='an_erased_account_is_empty'),
        ),
        NothingNewOnceErased("accounts_onetimecode"),
        NothingNewOnceErased("accounts_recoverygrant"),
        NothingNewOnceErased("accounts_identity"),
        NothingNewOnceErased("accounts_consent"),
        NothingNewOnceErased("accounts_personkey"),
    ]
