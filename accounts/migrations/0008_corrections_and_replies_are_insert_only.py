from django.db import migrations

from web.insert_only import InsertOnly


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0007_user_session_name_correction_appeal"),
    ]

    operations = [
        InsertOnly("accounts_namecorrection"),
        # A joined account's words are sealed anew with the key of the one that stays.
        InsertOnly("accounts_appealreply", may_change=("sealed_text",), may_delete=True),
    ]
