from django.db import migrations

from accounts.nothing_new import NothingNewOnceErased


class Migration(migrations.Migration):
    dependencies = [
        ("registry", "0004_applications_by_ceremony"),
        ("accounts", "0001_initial"),
    ]

    operations = [
        NothingNewOnceErased("registry_applicationclaim"),
    ]
