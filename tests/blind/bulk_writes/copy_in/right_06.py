"""RIGHT: each row is streamed as one jsonb document; PostgreSQL takes the documents apart."""

import json

from django.db import connection, transaction

CREATE = "CREATE TEMPORARY TABLE incoming_document (document jsonb) ON COMMIT DROP"
COPY = "COPY incoming_document (document) FROM STDIN"
INSERT = """
    INSERT INTO discuss_comment (post_id, author_id, created_at, body, is_approved)
    SELECT told.post, told.author, told.created_at, told.body, told.is_approved
    FROM incoming_document,
         jsonb_to_record(document) AS told(
             post bigint, author bigint, created_at timestamptz, body text, is_approved boolean
         )
"""
DROP = "DROP TABLE incoming_document"
KEYS = ("post", "author", "created_at", "body", "is_approved")


def _documents(rows):
    for row in rows:
        yield json.dumps({key: row[key] for key in KEYS}, default=lambda time: time.isoformat())


def load(rows):
    number = 0
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(CREATE)
        with connection.wrap_database_errors, cursor.copy(COPY) as copy:
            for number, document in enumerate(_documents(rows), start=1):
                copy.write_row([document])
        cursor.execute(INSERT)
        cursor.execute(DROP)
    return number
