from django.db import migrations

from accounts.nothing_new import NothingNewOnceErased


class Migration(migrations.Migration):
    dependencies = [
        ("learning", "0012_nothing_new_once_erased"),
        ("accounts", "0001_initial"),
    ]

    operations = [
        NothingNewOnceErased("learning_childrenages"),
        NothingNewOnceErased(
            "learning_lookback", column="enrolment_id", through="enrolments_enrolment"
        ),
    ]
