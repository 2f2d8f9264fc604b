"""An anonymous block of PL/pgSQL goes through the table by key and commits after every 1,000 comments."""

from django.db import migrations

BLOCK = """
DO $$
DECLARE
    done bigint := 0;
    keys bigint[];
BEGIN
    LOOP
        SELECT array_agg(slice.id ORDER BY slice.id) INTO keys FROM (
            SELECT id FROM discuss_comment
            WHERE length IS NULL AND id > done
            ORDER BY id LIMIT 1000
            FOR NO KEY UPDATE SKIP LOCKED
        ) AS slice;
        IF keys IS NOT NULL THEN
            UPDATE discuss_comment SET length = char_length(body) WHERE id = ANY (keys) AND length IS NULL;
            done := keys[cardinality(keys)];
        ELSIF EXISTS (SELECT 1 FROM discuss_comment WHERE length IS NULL) THEN
            -- What is left was locked by others. Wait for one, without a lock on another.
            UPDATE discuss_comment SET length = char_length(body)
            WHERE length IS NULL AND id = (SELECT min(id) FROM discuss_comment WHERE length IS NULL);
            done := 0;
        ELSE
            EXIT;
        END IF;
        COMMIT;
    END LOOP;
END
$$
"""


def fill(apps, schema_editor):
    with schema_editor.connection.cursor() as cursor:
        cursor.execute(BLOCK)


class Migration(migrations.Migration):
    atomic = False  # a block can commit only outside of a transaction
    operations = [migrations.RunPython(fill, elidable=True)]
