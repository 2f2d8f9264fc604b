"""rows

The rows go through a temporary table that lives until the transaction ends. It shows when load() is called twice inside
of one transaction: the second call writes the comments of the first a second time.
"""

from django.db import connection, transaction

TABLE = """
    CREATE TEMPORARY TABLE IF NOT EXISTS incoming_comment (
        number bigint GENERATED ALWAYS AS IDENTITY,
        post_id bigint,
        author_id bigint,
        created_at timestamptz,
        body text,
        is_approved boolean
    ) ON COMMIT DROP
"""
COPY = "COPY incoming_comment (post_id, author_id, created_at, body, is_approved) FROM STDIN"
INSERT = """
    INSERT INTO discuss_comment (post_id, author_id, created_at, body, is_approved)
    SELECT post_id, author_id, created_at, body, is_approved
    FROM incoming_comment ORDER BY number
"""


@transaction.atomic
def load(rows):
    number = 0
    with connection.cursor() as cursor, connection.wrap_database_errors:
        cursor.execute(TABLE)
        with cursor.copy(COPY) as copy:
            for row in rows:
                copy.write_row(
                    (row["post"], row["author"], row["created_at"], row["body"], row["is_approved"])
                )
                number += 1
        cursor.execute(INSERT)
    return number
