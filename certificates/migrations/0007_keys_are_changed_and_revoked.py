import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models
from django.db.models import F, Q

from web.insert_only import InsertOnly


class Migration(migrations.Migration):

    dependencies = [
        ("certificates", "0006_changes_in_order"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RenameField("signingkey", "valid_from", "published_at"),
        migrations.RenameField("signingkey", "valid_until", "retired_at"),
        migrations.AddField(
            model_name="signingkey",
            name="signs_from",
            field=models.DateTimeField(default=django.utils.timezone.now),
        ),
        migrations.CreateModel(
            name="KeyRevocation",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("stolen_from", models.DateTimeField()),
                ("reason", models.CharField(choices=[("stolen", "Stolen"), ("exposed", "Exposed")], max_length=10)),
                ("recorded_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("by", models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL)),
                ("key", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="revocations", to="certificates.signingkey")),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("key", "stolen_from"), name="one_revocation_of_a_key_for_a_moment"),
                    models.CheckConstraint(condition=Q(stolen_from__lte=F("recorded_at")), name="no_key_is_stolen_tomorrow"),
                ],
            },
        ),
        # Keys that are there have signed since they were published; a revocation is a fact now.
        migrations.RunSQL(
            """
            update certificates_signingkey set signs_from = published_at;
            insert into certificates_keyrevocation (key_id, stolen_from, reason, recorded_at)
            select id, revoked_at, 'stolen', greatest(revoked_at, now())
            from certificates_signingkey where revoked_at is not null;
            set constraints all immediate;
            set constraints all deferred;
            """,
            reverse_sql=migrations.RunSQL.noop,
        ),
        migrations.RemoveField("signingkey", "revoked_at"),
        migrations.AddConstraint(
            model_name="signingkey",
            constraint=models.CheckConstraint(
                condition=Q(signs_from__gte=F("published_at")),
                name="a_key_is_published_before_it_signs",
            ),
        ),
        migrations.AlterField(
            model_name="certificateevent",
            name="reason",
            field=models.CharField(
                choices=[
                    ("name_corrected", "the name was corrected"),
                    ("identity_displaced", "somebody else proved this identity"),
                    ("granted_in_error", "granted in error"),
                    ("key_revoked", "the key that signed it was revoked"),
                ],
                max_length=30,
            ),
        ),
        InsertOnly("certificates_signingkey", may_change=("retired_at",)),
        InsertOnly("certificates_keyrevocation"),
    ]
