from django.db import migrations

from accounts.nothing_new import NothingNewOnceErased


class Migration(migrations.Migration):
    dependencies = [
        ("learning", "0011_childrens_ages"),
        ("accounts", "0001_initial"),
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
