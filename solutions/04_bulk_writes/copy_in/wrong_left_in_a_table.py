"""The rows go through a temporary table that lives until the transaction ends: a second call in the
same transaction writes the comments of the first one again.

Breaks: rows
Fails: answer
"""

from django.db import connection, transaction

COLUMNS = "post_id, author_id, created_at, body, is_approved"
TABLE = """
    CREATE TEMPORARY TABLE IF NOT EXISTS incoming (
        number bigint GENERATED ALWAYS AS IDENTITY, post_id bigint, author_id bigint,
        created_at timestamptz, body text, is_approved boolean
    ) ON COMMIT DROP
"""
COPY = f"COPY incoming ({COLUMNS}) FROM STDIN"
INSERT = f"""
    INSERT INTO discuss_comment ({COLUMNS}) SELECT {COLUMNS} FROM incoming ORDER BY number
"""


@transaction.atomic
def load(rows):
    number = 0
    with connection.cursor() as cursor:
        cursor.execute(TABLE)
        with cursor.copy(COPY) as copy:
            for row in rows:
                copy.write_row(
                    (row["post"], row["author"], row["created_at"], row["body"], row["is_approved"])
                )
                number += 1
        cursor.execute(INSERT)
    return number
