"""An erased account stays empty: the database refuses new rows that belong to it."""

from django.db import migrations


class NothingNewOnceErased(migrations.RunSQL):
    """A migration operation: `table` takes no row whose `column` names an erased account.

    The person's row is locked by the check, and the erasure holds it (`FOR UPDATE`): whoever
    writes meanwhile waits, and is then refused. A foreign key alone would let them through, since
    the row of an erased account stays.
    """

    def __init__(self, table: str, column: str = "user_id", through: str = "") -> None:
        """`table` and `column` are their names in the database.

        `through` names the table that `column` points to and that has the person's `user_id`,
        where it is not the accounts' own.
        """
        self.table, self.column, self.through = table, column, through
        found = (
            f"join {through} owned on owned.user_id = person.id where owned.id = new.{column}"
            if through
            else f"where person.id = new.{column}"
        )
        super().__init__(  # names from migrations, nothing that anybody typed
            sql=f"""
                create function {table}_nothing_new() returns trigger language plpgsql as $$
                declare
                    gone timestamptz;
                begin
                    select person.erased_at into gone from accounts_user person
                        {found} for key share of person;
                    if gone is not null then
                        raise exception '{table}: the account was erased'
                            using errcode = 'check_violation',
                                constraint = 'nothing_new_once_erased';
                    end if;
                    return new;
                end $$;
                create trigger nothing_new before insert or update of {column} on {table}
                    for each row execute function {table}_nothing_new();
            """,  # noqa: S608
            reverse_sql=f"""
                drop trigger nothing_new on {table};
                drop function {table}_nothing_new();
            """,
        )

    def deconstruct(self) -> tuple[str, list[object], dict[str, object]]:
        """Describe the operation for the migration writer."""
        return (
            self.__class__.__qualname__,
            [],
            {"table": self.table, "column": self.column, "through": self.through},
        )
