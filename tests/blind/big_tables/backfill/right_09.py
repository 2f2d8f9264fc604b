"""Right: PostgreSQL runs the loop itself, and commits after each slice."""

from django.db import migrations

LOOP = """
DO $$
DECLARE
    v_last bigint := 0;
    v_left bigint;
BEGIN
    LOOP
        WITH slice AS (
            SELECT c.id FROM discuss_comment AS c
            WHERE c.length IS NULL AND c.id > v_last
            ORDER BY c.id
            LIMIT 500
            FOR NO KEY UPDATE SKIP LOCKED
        ), filled AS (
            UPDATE discuss_comment AS c
            SET length = char_length(c.body)
            FROM slice
            WHERE c.id = slice.id AND c.length IS NULL
            RETURNING c.id
        )
        SELECT max(filled.id) INTO v_last FROM filled;
        COMMIT;
        IF v_last IS NULL THEN
            SELECT min(c.id) INTO v_left FROM discuss_comment AS c WHERE c.length IS NULL;
            EXIT WHEN v_left IS NULL;
            UPDATE discuss_comment AS c
            SET length = char_length(c.body)
            WHERE c.id = v_left AND c.length IS NULL;
            COMMIT;
            v_last := 0;
        END IF;
    END LOOP;
END
$$
"""


def fill(apps, schema_editor):
    with schema_editor.connection.cursor() as cursor:
        cursor.execute(LOOP)


class Migration(migrations.Migration):
    atomic = False
    operations = [migrations.RunPython(fill, migrations.RunPython.noop, atomic=False)]
