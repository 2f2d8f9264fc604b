"""One transaction with a COPY for each 500 rows: between them the connection is free, so the export may even come from it."""

from django.db import connection, transaction

COPY = "COPY discuss_comment (post_id, author_id, created_at, body, is_approved) FROM STDIN"
SIZE = 500


def pieces(rows):
    """Yield lists of at most SIZE tuples."""
    piece = []
    for row in rows:
        piece.append((row["post"], row["author"], row["created_at"], row["body"], row["is_approved"]))
        if len(piece) == SIZE:
            yield piece
            piece = []
    if piece:
        yield piece


def copy_piece(piece):
    with connection.cursor() as cursor, connection.wrap_database_errors:
        with cursor.copy(COPY) as copy:
            for values in piece:
                copy.write_row(values)


def load(rows):
    total = 0
    with transaction.atomic():
        for piece in pieces(rows):
            copy_piece(piece)
            total += len(piece)
        connection.check_constraints()
    return total
