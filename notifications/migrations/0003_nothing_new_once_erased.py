from django.db import migrations

from accounts.nothing_new import NothingNewOnceErased


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0001_initial"),
        ("notifications", "0002_messages_of_the_workshop"),
    ]

    operations = [
        NothingNewOnceErased("notifications_message", "recipient_id"),
    ]
