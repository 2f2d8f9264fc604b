"""PL/pgSQL inside the database: one DO that commits after each slice, outside of a transaction."""

from django.db import migrations

FILL = """
DO $$
DECLARE
    ids bigint[];
    seen bigint;
    held bigint;
BEGIN
    LOOP
        seen := 0;
        LOOP
            ids := ARRAY(
                SELECT c.id
                FROM {table} AS c
                WHERE c.id > seen AND c.length IS NULL
                ORDER BY c.id
                LIMIT 500
                FOR NO KEY UPDATE SKIP LOCKED
            );
            EXIT WHEN cardinality(ids) = 0;
            UPDATE {table} AS c
            SET length = char_length(c.body)
            WHERE c.id = ANY (ids) AND c.length IS NULL;
            seen := ids[cardinality(ids)];
            COMMIT;
        END LOOP;

        -- Somebody holds what is left: wait for one comment, without any other lock.
        SELECT min(c.id) INTO held FROM {table} AS c WHERE c.length IS NULL;
        EXIT WHEN held IS NULL;
        COMMIT;
        UPDATE {table} AS c
        SET length = char_length(c.body)
        WHERE c.id = held AND c.length IS NULL;
        COMMIT;
    END LOOP;
END
$$
"""


def fill(apps, schema_editor):
    table = apps.get_model("discuss", "Comment")._meta.db_table
    with schema_editor.connection.cursor() as cursor:
        cursor.execute(FILL.format(table=schema_editor.quote_name(table)))


class Migration(migrations.Migration):
    atomic = False

    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]
