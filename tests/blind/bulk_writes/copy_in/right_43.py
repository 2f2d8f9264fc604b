"""Makes the lines of COPY's text format itself, escaped as its manual says, and sends them in blocks of 64 KiB."""

from django.db import connection, transaction

COPY = "COPY discuss_comment (post_id, author_id, created_at, body, is_approved) FROM STDIN"
BLOCK = 65_536
ESCAPES = str.maketrans({"\\": r"\\", "\t": r"\t", "\n": r"\n", "\r": r"\r"})


def field(value):
    return r"\N" if value is None else str(value).translate(ESCAPES)


def line(row):
    created = row["created_at"]
    return "\t".join(
        (
            field(row["post"]),
            field(row["author"]),
            field(created if created is None else created.isoformat()),
            field(row["body"]),
            field(row["is_approved"]),
        )
    )


def load(rows):
    number = 0
    block = bytearray()
    with transaction.atomic(), connection.cursor() as cursor:
        with connection.wrap_database_errors, cursor.copy(COPY) as copy:
            for number, row in enumerate(rows, 1):  # noqa: B007
                block += line(row).encode()
                block += b"\n"
                if len(block) > BLOCK:
                    copy.write(bytes(block))
                    block.clear()
            copy.write(bytes(block))
    return number
