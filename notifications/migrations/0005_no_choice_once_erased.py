from django.db import migrations

from accounts.nothing_new import NothingNewOnceErased


class Migration(migrations.Migration):
    dependencies = [
        ("notifications", "0004_nothing_new_once_erased"),
        ("accounts", "0001_initial"),
    ]

    operations = [
        NothingNewOnceErased("notifications_messagechoice"),
        NothingNewOnceErased("notifications_stoplink"),
    ]
