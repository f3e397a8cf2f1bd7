from django.db import migrations

from accounts.nothing_new import NothingNewOnceErased


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0001_initial"),
        ("registry", "0002_facts_are_insert_only"),
    ]

    operations = [
        NothingNewOnceErased("registry_applicationclaim"),
    ]
