from django.db import migrations

from accounts.nothing_new import NothingNewOnceErased


class Migration(migrations.Migration):
    dependencies = [
        ("enrolments", "0005_what_one_of_a_couple_is_shown"),
        ("accounts", "0001_initial"),
    ]

    operations = [
        NothingNewOnceErased("enrolments_couplemember"),
        NothingNewOnceErased("enrolments_invitation", "inviter_id"),
        NothingNewOnceErased("enrolments_deviceuse"),
        NothingNewOnceErased("enrolments_enrolment"),
    ]
