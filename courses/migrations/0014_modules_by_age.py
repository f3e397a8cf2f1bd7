"""A course says whether each of its modules is for children of one age."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("courses", "0013_search"),
    ]

    operations = [
        migrations.AddField(
            model_name="course",
            name="by_age",
            field=models.BooleanField(
                default=False,
                help_text="Each module is for children of one age: parents choose a module by it.",
                verbose_name="modules by age",
            ),
        ),
    ]
