"""The people come from a query; a helper enqueues after the commit."""

import logging

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from arena.accounts.models import User
from arena.discuss.models import Comment, Post

logger = logging.getLogger(__name__)


def send_after_commit(queue, using, name, *args):
    def send():
        try:
            queue.send(name, *args)
        except Exception as error:
            logger.error("The queue refused %s: %s", name, error, exc_info=error)

    transaction.on_commit(send, using=using, robust=True)


def comment(queue, post_id, author_id, body, using="default"):
    with transaction.atomic(using=using):
        post = Post.objects.using(using).get(pk=post_id)
        new = Comment.objects.using(using).create(
            post=post, author_id=author_id, body=body, created_at=timezone.now()
        )
        people = (
            User.objects.using(using)
            .filter(Q(pk=post.author_id) | Q(pk=post.editor_id))
            .exclude(pk=author_id)
            .values_list("pk", flat=True)
        )
        for person_id in people:
            send_after_commit(queue, using, "tell", new.pk, person_id)
    return new.pk
