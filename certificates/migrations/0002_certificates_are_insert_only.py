from django.db import migrations

from web.insert_only import InsertOnly


class Migration(migrations.Migration):
    dependencies = [("certificates", "0001_initial")]

    operations = [
        InsertOnly("certificates_certificate"),
        InsertOnly("certificates_certificateissue"),
        InsertOnly("certificates_certificateevent"),
    ]
