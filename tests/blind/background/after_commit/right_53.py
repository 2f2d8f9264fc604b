"""One callback for all people, whose loop catches each error on its own, so the next person still hears of the comment."""

import logging

from django.db import transaction
from django.utils import timezone

from arena.discuss.models import Comment, Post

log = logging.getLogger("arena.queue")


class Telling:
    """Tells people of a comment once it is committed. An error of the queue stays in here."""

    def __init__(self, queue, comment_id, people):
        self.queue = queue
        self.comment_id = comment_id
        self.people = people

    def __call__(self):
        for person_id in self.people:
            try:
                self.queue.send("tell", self.comment_id, person_id)
            except Exception as error:
                log.error("Comment %s, person %s: %r", self.comment_id, person_id, error, exc_info=True)


def people_of(post, author_id):
    people = []
    for person_id in (post.author_id, post.editor_id):
        if person_id is not None and person_id != author_id and person_id not in people:
            people.append(person_id)
    return people


def comment(queue, post_id, author_id, body, using="default"):
    author_id = int(author_id)
    with transaction.atomic(using=using):
        post = Post.objects.using(using).get(pk=post_id)
        new = Comment(post=post, author_id=author_id, body=body, created_at=timezone.now())
        new.save(using=using, force_insert=True)
        transaction.on_commit(Telling(queue, new.pk, people_of(post, author_id)), using=using)
    return new.pk
