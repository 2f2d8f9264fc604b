"""no waiting (and writers)

select_related() without of= locks the users who wrote the wrong posts, too. Who comments on a right post as such a user waits at
the foreign key until repair() ends; and a wrong post stays wrong if its author's row is locked (a sign-in), without any writer to it.
"""

import logging

from django.db import connection, transaction
from django.db.models import Count, OuterRef, Subquery
from django.db.models.functions import Coalesce

from arena.discuss.models import Comment, Post

logger = logging.getLogger(__name__)
WRITE = """
    UPDATE discuss_post p
    SET kept_comments = n.number
    FROM (
        SELECT q.id, count(c.id) AS number
        FROM discuss_post q
        LEFT JOIN discuss_comment c ON c.post_id = q.id AND c.is_approved
        WHERE q.id = ANY(%s)
        GROUP BY q.id
    ) n
    WHERE p.id = n.id AND p.kept_comments <> n.number
    RETURNING p.id
"""


@transaction.atomic
def repair():
    comments = Comment.objects.filter(post=OuterRef("pk"), is_approved=True).order_by()
    number = comments.values("post").annotate(number=Count("pk")).values("number")
    wrong = list(
        Post.objects.exclude(kept_comments=Coalesce(Subquery(number), 0))
        .select_related("author")
        .select_for_update(skip_locked=True)
        .order_by("pk")
    )
    if not wrong:
        return []
    for post in wrong:
        logger.info("post %s of %s is wrong", post.pk, post.author.username)
    with connection.cursor() as cursor:
        cursor.execute(WRITE, [[post.pk for post in wrong]])
        return sorted(pk for (pk,) in cursor.fetchall())
