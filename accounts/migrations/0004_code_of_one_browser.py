from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("accounts", "0003_consented_at_and_longer_places")]

    operations = [
        migrations.AddField(
            model_name="onetimecode",
            name="door_digest",
            field=models.BinaryField(
                default=bytes,
                help_text=(
                    "The browser that asked, when signing in: another one's codes are not its own."
                ),
            ),
        ),
    ]
