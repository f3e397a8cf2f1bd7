from django.db import migrations

from accounts.nothing_new import NothingNewOnceErased


class Migration(migrations.Migration):
    dependencies = [
        ("notifications", "0003_chosen_messages"),
        ("accounts", "0001_initial"),
    ]

    operations = [
        NothingNewOnceErased("notifications_message", "recipient_id"),
    ]
