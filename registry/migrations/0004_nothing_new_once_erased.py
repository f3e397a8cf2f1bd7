from django.db import migrations

from accounts.nothing_new import NothingNewOnceErased


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0001_initial"),
        ("registry", "0003_a_new_number_beside_a_linked_one"),
    ]

    operations = [
        NothingNewOnceErased("registry_applicationclaim"),
    ]
