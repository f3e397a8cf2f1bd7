"""Tables whose rows are facts: inserted whole, never changed, never deleted."""

from django.db import migrations


class InsertOnly(migrations.RunSQL):
    """A migration operation: the database refuses UPDATE and DELETE on `table`.

    `may_change` names columns that may still be updated, because the fact has to be made
    unreadable on erasure; everything else in such a row stays as it was inserted. `may_delete`
    lets a row go as a whole, for what a person owns and may have erased.
    """

    def __init__(
        self, table: str, may_change: tuple[str, ...] = (), may_delete: bool = False
    ) -> None:
        """`table` is the table's name in the database."""
        self.table = table
        self.may_change = may_change
        self.may_delete = may_delete
        refused = "update" if may_delete else "update or delete"
        ignored = "".join(f" - '{column}'" for column in may_change)
        allowed = (
            f"if tg_op = 'UPDATE' and to_jsonb(old){ignored} = to_jsonb(new){ignored} "
            "then return new; end if;"
            if may_change
            else ""
        )
        super().__init__(
            sql=f"""
                create function {table}_is_insert_only() returns trigger language plpgsql as $$
                begin
                    {allowed}
                    raise exception '{table} is insert-only: % refused', tg_op
                        using errcode = 'restrict_violation';
                end $$;
                create trigger insert_only before {refused} on {table}
                    for each row execute function {table}_is_insert_only();
            """,
            reverse_sql=f"""
                drop trigger insert_only on {table};
                drop function {table}_is_insert_only();
            """,
        )

    def deconstruct(self) -> tuple[str, list[object], dict[str, object]]:
        """Describe the operation for the migration writer."""
        kwargs: dict[str, object] = {"table": self.table}
        if self.may_change:
            kwargs["may_change"] = self.may_change
        if self.may_delete:
            kwargs["may_delete"] = self.may_delete
        return (self.__class__.__qualname__, [], kwargs)
