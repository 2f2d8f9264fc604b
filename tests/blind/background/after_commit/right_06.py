"""Raw SQL for the comment, and a robust callback per person."""

from django.db import connections, transaction
from django.utils import timezone

from arena.discuss.models import Post


def comment(queue, post_id, author_id, body, using="default"):
    with transaction.atomic(using=using):
        post_author, editor = (
            Post.objects.using(using).values_list("author_id", "editor_id").get(pk=post_id)
        )
        with connections[using].cursor() as cursor:
            cursor.execute(
                """
                INSERT INTO discuss_comment
                    (post_id, author_id, parent_id, body, created_at, is_approved)
                VALUES (%s, %s, NULL, %s, %s, TRUE)
                RETURNING id
                """,
                [post_id, author_id, body, timezone.now()],
            )
            [comment_id] = cursor.fetchone()

        def tell(person_id):
            def callback():
                queue.send("tell", comment_id, person_id)

            transaction.on_commit(callback, using=using, robust=True)

        for person_id in {post_author, editor}:
            if person_id is not None and person_id != author_id:
                tell(person_id)
    return comment_id
