from django.db import migrations

from web.insert_only import InsertOnly


class Migration(migrations.Migration):
    dependencies = [("courses", "0001_initial")]

    operations = [
        InsertOnly("courses_edition"),
        InsertOnly("courses_editiontext"),
        InsertOnly("courses_modulesnapshot"),
        InsertOnly("courses_lessonsnapshot"),
    ]
