"""Outside of a transaction, each statement fills the next 1,000 rows by key that nobody has locked, and waits for the rest one by one."""

from django.db import migrations

SLICE = """
    WITH slice AS (
        SELECT id FROM {table}
        WHERE length IS NULL AND id > %s
        ORDER BY id
        LIMIT 1000
        FOR NO KEY UPDATE SKIP LOCKED
    ), filled AS (
        UPDATE {table} AS comment SET length = char_length(comment.body)
        FROM slice
        WHERE comment.id = slice.id AND comment.length IS NULL
    )
    SELECT max(id) FROM slice
"""

# A row that was locked is waited for alone, holding no other lock: nobody can end in a deadlock.
ONE = """
    UPDATE {table} SET length = char_length(body)
    WHERE length IS NULL AND id = (SELECT min(id) FROM {table} WHERE length IS NULL)
"""

ANY = "SELECT EXISTS (SELECT 1 FROM {table} WHERE length IS NULL)"


def fill(apps, schema_editor):
    table = schema_editor.quote_name(apps.get_model("discuss", "Comment")._meta.db_table)
    slice_, one, any_ = (sql.format(table=table) for sql in (SLICE, ONE, ANY))
    with schema_editor.connection.cursor() as cursor:
        while True:
            last = 0
            while last is not None:
                cursor.execute(slice_, [last])
                (last,) = cursor.fetchone()
            cursor.execute(any_)
            if not cursor.fetchone()[0]:
                return
            cursor.execute(one)


class Migration(migrations.Migration):
    atomic = False
    operations = [migrations.RunPython(fill)]
