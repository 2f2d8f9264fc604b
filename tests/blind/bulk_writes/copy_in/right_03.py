"""RIGHT: lines in COPY's text format, escaped here and sent in blocks of some 32,000 characters."""

from django.db import connection, transaction

SQL = "COPY discuss_comment (post_id, author_id, created_at, body, is_approved) FROM STDIN"
COLUMNS = ("post", "author", "created_at", "body", "is_approved")
ESCAPES = str.maketrans({"\\": "\\\\", "\t": "\\t", "\n": "\\n", "\r": "\\r"})
BLOCK = 32_000


def _field(value):
    return "\\N" if value is None else str(value).translate(ESCAPES)


def load(rows):
    number, size, block = 0, 0, []
    with transaction.atomic(), connection.wrap_database_errors, connection.cursor() as cursor:
        with cursor.copy(SQL) as copy:
            for row in rows:
                line = "\t".join([_field(row[column]) for column in COLUMNS]) + "\n"
                block.append(line)
                size += len(line)
                number += 1
                if size >= BLOCK:
                    copy.write("".join(block))
                    block.clear()
                    size = 0
            if block:
                copy.write("".join(block))
    return number
