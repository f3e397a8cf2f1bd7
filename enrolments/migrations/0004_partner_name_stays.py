from django.db import migrations, models

from accounts.nothing_new import NothingNewOnceErased


class Migration(migrations.Migration):

    dependencies = [
        ('enrolments', '0003_editions_are_adopted'),
    ]

    operations = [
        migrations.AddField(
            model_name='couplemember',
            name='sealed_partner_name',
            field=models.BinaryField(blank=True, help_text="The partner's name when they erased their account: nobody is told of it.", null=True),
        ),
        NothingNewOnceErased("enrolments_couplemember"),
        NothingNewOnceErased("enrolments_invitation", "inviter_id"),
        NothingNewOnceErased("enrolments_deviceuse"),
        NothingNewOnceErased("enrolments_enrolment"),
    ]
