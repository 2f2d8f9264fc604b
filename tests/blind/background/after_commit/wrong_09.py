"""Breaks "rollback" for a savepoint: the tasks are collected on the connection for one callback,
so a comment that is rolled back to a savepoint leaves its tasks there for the next one.
"""

import logging

from django.db import connections, transaction
from django.utils import timezone

from arena.discuss.models import Comment, Post

logger = logging.getLogger(__name__)


def comment(queue, post_id, author_id, body, using="default"):
    connection = connections[using]
    with transaction.atomic(using=using):
        post = Post.objects.using(using).get(pk=post_id)
        new = Comment.objects.using(using).create(
            post=post, author_id=author_id, body=body, created_at=timezone.now()
        )
        if not hasattr(connection, "tasks_to_send"):
            connection.tasks_to_send = []
        for person_id in {post.author_id, post.editor_id} - {author_id, None}:
            connection.tasks_to_send.append((new.pk, person_id))

        def send_all():
            tasks, connection.tasks_to_send = connection.tasks_to_send, []
            for comment_id, person_id in tasks:
                try:
                    queue.send("tell", comment_id, person_id)
                except Exception:
                    logger.exception("tell(%s, %s) was not enqueued", comment_id, person_id)

        transaction.on_commit(send_all, using=using)
    return new.pk
