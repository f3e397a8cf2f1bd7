from django.db import migrations

from web.insert_only import InsertOnly


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0012_appeal_lookup"),
    ]

    operations = [
        # It is never changed; it goes as a whole when its person's account is erased, or with the
        # entry once the record's years are over.
        InsertOnly("accounts_lookupsubject", may_delete=True),
    ]
