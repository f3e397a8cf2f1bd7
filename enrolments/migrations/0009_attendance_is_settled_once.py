"""A list stays as it was opened, and whoever stands on it is confirmed or taken off, once."""

from django.db import migrations

from accounts.nothing_new import NothingNewOnceErased
from web.insert_only import InsertOnly

TABLE = "enrolments_attendance"


class Migration(migrations.Migration):
    dependencies = [
        ("enrolments", "0008_policies_take_two_people"),
    ]

    operations = [
        InsertOnly("enrolments_attendancesheet"),
        InsertOnly(
            TABLE,
            may_change=(
                "confirmed_at", "confirmed_by_id", "withdrawn_at", "withdrawn_by_id",
                "withdrawn_for",
            ),
            may_delete=True,
        ),
        NothingNewOnceErased(TABLE, column="enrolment_id", through="enrolments_enrolment"),
        migrations.RunSQL(
            sql=f"""
                create function {TABLE}_is_settled_once() returns trigger language plpgsql as $$
                begin
                    raise exception '{TABLE} is settled once: % refused', tg_op
                        using errcode = 'restrict_violation';
                end $$;
                create trigger settled_once before update on {TABLE} for each row
                    when (old.confirmed_at is not null or old.withdrawn_at is not null)
                    execute function {TABLE}_is_settled_once();
            """,
            reverse_sql=f"""
                drop trigger settled_once on {TABLE};
                drop function {TABLE}_is_settled_once();
            """,
        ),
    ]  # fmt: skip
