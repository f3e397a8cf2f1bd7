import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

from web.insert_only import InsertOnly


class Migration(migrations.Migration):
    dependencies = [
        ("certificates", "0006_changes_in_order"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AlterField(
            model_name="certificateevent",
            name="reason",
            field=models.CharField(
                choices=[
                    ("name_corrected", "the name was corrected"),
                    ("identity_displaced", "somebody else proved this identity"),
                    ("granted_in_error", "granted in error"),
                    ("attendance_in_error", "attendance was written down in error"),
                    ("taken_by_another", "somebody else took the course"),
                ],
                max_length=30,
            ),
        ),
        migrations.CreateModel(
            name="CertificateAct",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("revoked", "Revoked"),
                            ("certified_anew", "Certified anew"),
                            ("rendered", "Document asked for again"),
                            ("told", "Holder told again"),
                        ],
                        max_length=15,
                    ),
                ),
                (
                    "reason",
                    models.CharField(
                        choices=[
                            ("granted_in_error", "granted in error"),
                            ("attendance_in_error", "attendance was written down in error"),
                            ("taken_by_another", "somebody else took the course"),
                            ("revoked_in_error", "the revocation was an error"),
                            ("not_made", "the document was not made"),
                            ("letters_added", "the font has the missing letters now"),
                            ("not_arrived", "the message did not arrive"),
                            ("holder_asked", "the holder asked for it"),
                        ],
                        max_length=30,
                    ),
                ),
                (
                    "sealed_words",
                    models.BinaryField(
                        default=bytes,
                        help_text="For the holder; sealed with their own key. Empty without words.",
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
                    "certificate",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="acts",
                        to="certificates.certificate",
                    ),
                ),
            ],
            options={
                "permissions": [
                    ("see_certificates", "Can find certificates by number"),
                    ("decide_certificates", "Can revoke certificates and certify anew"),
                ],
                "default_permissions": (),
                "indexes": [models.Index(fields=["by", "at"], name="acts_of_a_person")],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("kind__in", ["revoked", "certified_anew"])),
                        fields=("certificate", "kind"),
                        name="a_decision_is_made_once",
                    )
                ],
            },
        ),
        InsertOnly("certificates_certificateact"),
    ]
