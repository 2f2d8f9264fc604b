"""WRONG (rule: all or none): inner joins drop the rows whose post or author is not there; no error is
raised, and the others are written.
"""

from django.db import connection, transaction

CREATE = """
    CREATE TEMPORARY TABLE incoming_comment ON COMMIT DROP AS
    SELECT post_id, author_id, created_at, body, is_approved
    FROM discuss_comment
    WITH NO DATA
"""
# The joins find the keys in bulk, where a foreign key's trigger looks up row by row.
INSERT = """
    INSERT INTO discuss_comment (post_id, author_id, created_at, body, is_approved)
    SELECT post.id, author.id, incoming.created_at, incoming.body, incoming.is_approved
    FROM incoming_comment AS incoming
    JOIN discuss_post AS post ON post.id = incoming.post_id
    JOIN accounts_user AS author ON author.id = incoming.author_id
"""
KEYS = ("post", "author", "created_at", "body", "is_approved")


@transaction.atomic
def load(rows):
    number = 0
    with connection.cursor() as cursor:
        cursor.execute(CREATE)
        with (
            connection.wrap_database_errors,
            cursor.copy("COPY incoming_comment FROM STDIN") as copy,
        ):
            for number, row in enumerate(rows, start=1):
                copy.write_row([row[key] for key in KEYS])
        cursor.execute(INSERT)
        cursor.execute("DROP TABLE incoming_comment")
    return number
