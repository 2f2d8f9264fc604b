"""bulk_create() in batches of 100: it needs little memory, but gains little else.

Breaks: speed
Fails: speed
"""

from itertools import islice

from django.db import transaction

from arena.discuss.models import Comment


def comment(row):
    return Comment(
        post_id=row["post"],
        author_id=row["author"],
        created_at=row["created_at"],
        body=row["body"],
        is_approved=row["is_approved"],
    )


@transaction.atomic
def load(rows):
    rows, number = iter(rows), 0
    while block := [comment(row) for row in islice(rows, 100)]:
        Comment.objects.bulk_create(block)
        number += len(block)
    return number
