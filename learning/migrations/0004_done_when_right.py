from django.db import migrations, models


def what_was_right_is_done(apps, schema_editor):
    """Until now an answer counted when it was right."""
    answers = apps.get_model("learning", "Answer").objects.using(schema_editor.connection.alias)
    answers.exclude(right_at=None).update(done_at=models.F("right_at"))


class Migration(migrations.Migration):
    dependencies = [("learning", "0003_answer_done_at")]

    operations = [migrations.RunPython(what_was_right_is_done, migrations.RunPython.noop)]
