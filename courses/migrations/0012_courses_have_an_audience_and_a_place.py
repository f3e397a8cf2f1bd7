"""A course says for whom it is; those there were, were for couples."""

from django.db import migrations, models


def are_for_couples(apps, schema_editor):
    apps.get_model("courses", "Course").objects.update(audience="couples")


class Migration(migrations.Migration):
    dependencies = [("courses", "0011_topics_of_lessons")]

    operations = [
        migrations.AddField(
            model_name="course",
            name="audience",
            field=models.CharField(
                choices=[("couples", "Couples before the wedding"), ("everybody", "Everybody")],
                default="everybody",
                help_text="A course for couples says that the registration of a marriage does not"
                " depend on it, and that each learns on their own.",
                max_length=10,
                verbose_name="for whom",
            ),
        ),
        migrations.AddField(
            model_name="course",
            name="place",
            field=models.PositiveSmallIntegerField(
                default=99,
                help_text="Courses are listed in this order, the smallest number first.",
                verbose_name="place",
            ),
        ),
        migrations.RunPython(are_for_couples, migrations.RunPython.noop),
        migrations.AddConstraint(
            model_name="course",
            constraint=models.CheckConstraint(
                condition=models.Q(("audience__in", ["couples", "everybody"])),
                name="course_audience_known",
            ),
        ),
    ]
