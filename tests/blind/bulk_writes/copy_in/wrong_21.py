"""WRONG (rule: any text): backslashes are doubled last, so tabs and line breaks come back as \\\\t and \\\\n."""

from django.db import connection, transaction

from arena.discuss.models import Comment


def escaped(text):
    text = text.replace("\t", "\\t").replace("\n", "\\n").replace("\r", "\\r")
    return text.replace("\\", "\\\\")


@transaction.atomic
def load(rows):
    columns = "post_id, author_id, created_at, body, is_approved"
    number = 0
    with connection.cursor() as cursor, connection.wrap_database_errors:
        with cursor.copy(f"COPY {Comment._meta.db_table} ({columns}) FROM STDIN") as copy:
            for row in rows:
                time = row["created_at"].isoformat()
                body = escaped(row["body"])
                copy.write(
                    f"{row['post']}\t{row['author']}\t{time}\t{body}\t{row['is_approved']}\n"
                )
                number += 1
    return number
