"""One statement: a DO block that commits after each slice, outside of any transaction."""

from django.db import migrations

FILL = """
DO $$
DECLARE
    first bigint := 0;
    last bigint;
BEGIN
    LOOP
        SELECT max(id) INTO last FROM (
            SELECT id FROM discuss_comment WHERE id > first ORDER BY id LIMIT 1000
        ) AS slice;
        EXIT WHEN last IS NULL;
        UPDATE discuss_comment SET length = length(body)
        WHERE id > first AND id <= last AND length IS NULL;
        COMMIT;
        first := last;
    END LOOP;
END $$
"""


class Migration(migrations.Migration):
    atomic = False
    operations = [migrations.RunSQL(FILL)]
