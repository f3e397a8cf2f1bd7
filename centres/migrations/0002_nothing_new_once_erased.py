from django.db import migrations

from accounts.nothing_new import NothingNewOnceErased


class Migration(migrations.Migration):
    dependencies = [
        ("centres", "0001_requests_to_centres"),
        ("accounts", "0001_initial"),
    ]

    operations = [
        NothingNewOnceErased("centres_visitrequest"),
    ]
