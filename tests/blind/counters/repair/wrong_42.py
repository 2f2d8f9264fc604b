"""result

A post whose number a writer changed between the two queries is left alone, as it may be, but its key is returned all the same:
the list is what the first query found and not what was repaired.
"""

from django.db import connection
from django.db.models import Count, F, OuterRef, Subquery
from django.db.models.functions import Coalesce

from arena.discuss.models import Comment, Post

WRITE = """
    UPDATE discuss_post p
    SET kept_comments = w.number
    FROM unnest(%s::bigint[], %s::integer[], %s::integer[]) AS w (id, kept, number)
    WHERE p.id IN (
        SELECT q.id FROM discuss_post q WHERE q.id = ANY(%s::bigint[])
        FOR NO KEY UPDATE SKIP LOCKED
    )
    AND p.id = w.id AND p.kept_comments = w.kept
"""


def repair():
    comments = Comment.objects.filter(post=OuterRef("pk"), is_approved=True).order_by()
    number = comments.values("post").annotate(number=Count("pk")).values("number")
    wrong = list(
        Post.objects.annotate(number=Coalesce(Subquery(number), 0))
        .exclude(kept_comments=F("number"))
        .order_by("pk")
        .values_list("pk", "kept_comments", "number")
    )
    if not wrong:
        return []
    keys, kept, numbers = (list(column) for column in zip(*wrong))
    with connection.cursor() as cursor:
        cursor.execute(WRITE, [keys, kept, numbers, keys])
    return keys
