import django.contrib.postgres.fields
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("learning", "0002_events_are_insert_only")]

    operations = [
        migrations.AddField(
            "answer",
            "done_at",
            models.DateTimeField(
                blank=True, help_text="When an answer counted; completes the lesson.", null=True
            ),
        ),
        migrations.AlterField(
            "answer",
            "first_try_right",
            models.BooleanField(help_text="Empty where nothing is right.", null=True),
        ),
        migrations.AlterField(
            "answer",
            "options",
            django.contrib.postgres.fields.ArrayField(
                base_field=models.CharField(max_length=81), default=list, size=None
            ),
        ),
        migrations.AlterField(
            "learningevent",
            "options",
            django.contrib.postgres.fields.ArrayField(
                base_field=models.CharField(max_length=81), default=list, size=None
            ),
        ),
    ]
