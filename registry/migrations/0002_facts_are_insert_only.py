from django.db import migrations

from web.insert_only import InsertOnly


class Migration(migrations.Migration):
    dependencies = [("registry", "0001_initial")]

    operations = [
        InsertOnly("registry_applicationfact"),
    ]
