from django.db import migrations

from web.insert_only import InsertOnly


class Migration(migrations.Migration):
    dependencies = [("learning", "0001_initial")]

    operations = [
        InsertOnly("learning_learningevent", may_delete=True),
    ]
