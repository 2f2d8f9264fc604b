"""RIGHT: COPY into a temporary table, then one INSERT ... SELECT from there, whose rows are counted."""

from django.db import connection, transaction

CREATE = """
    CREATE TEMPORARY TABLE incoming_comment ON COMMIT DROP AS
    SELECT post_id, author_id, created_at, body, is_approved
    FROM discuss_comment
    WITH NO DATA
"""
INSERT = """
    INSERT INTO discuss_comment (post_id, author_id, created_at, body, is_approved)
    SELECT post_id, author_id, created_at, body, is_approved
    FROM incoming_comment
"""


@transaction.atomic
def load(rows):
    with connection.cursor() as cursor:
        cursor.execute(CREATE)
        with (
            connection.wrap_database_errors,
            cursor.copy("COPY incoming_comment FROM STDIN") as copy,
        ):
            for row in rows:
                copy.write_row(
                    (
                        row["post"],
                        row["author"],
                        row["created_at"],
                        row["body"],
                        row["is_approved"],
                    )
                )
        cursor.execute(INSERT)
        number = cursor.rowcount
        # The next call may come in the same transaction.
        cursor.execute("DROP TABLE incoming_comment")
    return number
