from django.db import migrations

from web.insert_only import InsertOnly


class Migration(migrations.Migration):
    dependencies = [
        ("api", "0001_clients_keys_and_requests"),
    ]

    operations = [InsertOnly("api_accessevent")]
