"""Looking back at the small thing of a lesson, seven days on."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ("learning", "0009_shared_answers"),
        ("enrolments", "0003_editions_are_adopted"),
    ]

    operations = [
        migrations.CreateModel(
            name='LookBack',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('lesson_key', models.UUIDField()),
                ('due_on', models.DateField()),
                ('closed_on', models.DateField(blank=True, help_text='When they looked back.', null=True)),
                ('sealed_words', models.BinaryField()),
                ('enrolment', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='look_backs', to='enrolments.enrolment')),
            ],
            options={
                'constraints': [models.UniqueConstraint(condition=models.Q(('closed_on', None)), fields=('enrolment', 'lesson_key'), name='one_open_look_back_per_lesson'), models.CheckConstraint(condition=models.Q(('closed_on', None), ('closed_on__gte', models.F('due_on')), _connector='OR'), name='nobody_looks_back_early')],
            },
        ),
    ]
