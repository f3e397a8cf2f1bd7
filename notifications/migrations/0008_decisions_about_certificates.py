from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("notifications", "0007_certificates_issued_anew"),
    ]

    operations = [
        migrations.AlterField(
            model_name="message",
            name="kind",
            field=models.CharField(
                choices=[
                    ("claim_confirmed", "Claim Confirmed"),
                    ("claim_refused", "Claim Refused"),
                    ("certificate_ready", "Certificate Ready"),
                    ("certificate_decision", "Certificate Decision"),
                    ("nothing_begun", "Nothing Begun"),
                    ("days_before", "Days Before"),
                    ("quiet_week", "Quiet Week"),
                    ("quiet_month", "Quiet Month"),
                    ("work_submitted", "Work Submitted"),
                    ("work_approved", "Work Approved"),
                    ("work_sent_back", "Work Sent Back"),
                    ("work_commented", "Work Commented"),
                    ("question_asked", "Question Asked"),
                    ("data_notice", "Data Notice"),
                ],
                max_length=30,
            ),
        ),
    ]
