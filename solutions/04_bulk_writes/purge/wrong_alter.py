"""The foreign keys become ON DELETE CASCADE in the job, and ALTER TABLE waits for every visitor.

Breaks: locked
Fails: waiting
"""

from django.db import connection

REFERENCES = """
SELECT conrelid::regclass::text, conname, attname, confrelid::regclass::text
FROM pg_constraint JOIN pg_attribute ON attrelid = conrelid AND attnum = conkey[1]
WHERE contype = 'f' AND confdeltype <> 'c'
    AND confrelid IN ('discuss_post'::regclass, 'discuss_comment'::regclass)
"""
ALTER = """
ALTER TABLE {table} DROP CONSTRAINT "{name}", ADD CONSTRAINT "{name}"
FOREIGN KEY ({column}) REFERENCES {to} ON DELETE CASCADE DEFERRABLE INITIALLY DEFERRED
"""
DELETE = """
DELETE FROM discuss_post WHERE id = ANY(ARRAY(
    SELECT post.id FROM discuss_post AS post
    LEFT JOIN contests_contest AS contest ON contest.id = contest_id
    WHERE published_at < %(before)s AND (contest_id IS NULL OR closes_at < %(before)s)
    LIMIT 100 FOR UPDATE OF post SKIP LOCKED
))
"""


def purge(before):
    with connection.cursor() as cursor:
        cursor.execute(REFERENCES)
        for table, name, column, to in cursor.fetchall():
            cursor.execute(ALTER.format(table=table, name=name, column=column, to=to))
        cursor.execute(DELETE, {"before": before})
        while cursor.rowcount:
            cursor.execute(DELETE, {"before": before})
