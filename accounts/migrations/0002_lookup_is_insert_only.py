from django.db import migrations

from web.insert_only import InsertOnly


class Migration(migrations.Migration):
    dependencies = [("accounts", "0001_initial")]

    operations = [
        InsertOnly("accounts_lookup"),
    ]
