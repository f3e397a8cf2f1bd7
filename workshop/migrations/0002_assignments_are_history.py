from django.db import migrations

from web.insert_only import InsertOnly


class Migration(migrations.Migration):
    dependencies = [("workshop", "0001_initial")]

    operations = [InsertOnly("workshop_assignment", may_change=("ended_on", "ended_by_id"))]
