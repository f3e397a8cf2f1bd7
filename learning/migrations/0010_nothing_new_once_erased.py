from django.db import migrations

from accounts.nothing_new import NothingNewOnceErased


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0001_initial"),
        ("learning", "0009_shared_answers"),
    ]

    operations = [
        NothingNewOnceErased("learning_intake"),
        *(
            NothingNewOnceErased(
                f"learning_{table}", column="enrolment_id", through="enrolments_enrolment"
            )
            for table in (
                "learningevent", "answer", "reflection", "lessonprogress", "lessonmark",
                "measuretaken",
            )
        ),  # fmt: skip
    ]
