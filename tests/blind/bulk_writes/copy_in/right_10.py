"""RIGHT: the export goes to a temporary file first, as bytes in COPY's text format, then to the
database in blocks; a broken export never gets as far as the database.
"""

from functools import partial
from tempfile import TemporaryFile

from django.db import connection, transaction

SQL = """
    COPY discuss_comment (post_id, author_id, created_at, body, is_approved)
    FROM STDIN WITH (FORMAT text, ENCODING 'UTF8')
"""
KEYS = ("post", "author", "created_at", "body", "is_approved")


def _encoded(value):
    if value is None:
        return b"\\N"
    # Backslashes first: the other escapes bring new ones.
    text = str(value).replace("\\", "\\\\")
    return text.replace("\n", "\\n").replace("\r", "\\r").replace("\t", "\\t").encode()


def _spool(rows, file):
    number = 0
    for row in rows:
        file.write(b"\t".join([_encoded(row[key]) for key in KEYS]))
        file.write(b"\n")
        number += 1
    file.seek(0)
    return number


def load(rows):
    with TemporaryFile() as file:
        number = _spool(rows, file)
        with transaction.atomic(), connection.wrap_database_errors, connection.cursor() as cursor:
            with cursor.copy(SQL) as copy:
                for block in iter(partial(file.read, 1 << 15), b""):
                    copy.write(block)
    return number
