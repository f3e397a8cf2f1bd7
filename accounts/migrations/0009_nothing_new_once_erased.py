from django.db import migrations

from accounts.nothing_new import NothingNewOnceErased


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0008_corrections_and_replies_are_insert_only"),
    ]

    operations = [
        NothingNewOnceErased("accounts_usersession"),
        NothingNewOnceErased("accounts_appeal"),
        NothingNewOnceErased("accounts_namecorrection"),
    ]
