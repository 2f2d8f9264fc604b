"""RIGHT: no Python: a DO block that commits after each slice."""

from django.db import migrations

FILL = """
DO $$
DECLARE
    done bigint := 0;
    upto bigint;
BEGIN
    LOOP
        SELECT max(id) INTO upto FROM (
            SELECT id FROM discuss_comment
            WHERE id > done AND length IS NULL
            ORDER BY id
            LIMIT 1000
        ) AS slice;
        EXIT WHEN upto IS NULL;
        UPDATE discuss_comment SET length = char_length(body)
        WHERE id > done AND id <= upto AND length IS NULL;
        COMMIT;
        done := upto;
    END LOOP;
END
$$
"""


class Migration(migrations.Migration):
    atomic = False

    operations = [migrations.RunSQL(FILL, migrations.RunSQL.noop)]
