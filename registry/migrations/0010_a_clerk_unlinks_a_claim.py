import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

from web.insert_only import InsertOnly


class Migration(migrations.Migration):
    dependencies = [
        ("registry", "0009_news_by_push"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="ClaimUnlinking",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "claim",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="unlinking",
                        to="registry.applicationclaim",
                    ),
                ),
                (
                    "office",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="unlinkings",
                        to="registry.registryoffice",
                    ),
                ),
            ],
        ),
        InsertOnly("registry_claimunlinking", may_delete=True),
    ]
