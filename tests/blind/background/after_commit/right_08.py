"""The transaction in a function of its own; on_commit() is called in it, as it must be."""

from django.db import transaction
from django.utils import timezone

from arena.discuss.models import Comment, Post


def _to_tell(post, commenter_id):
    people = []
    for person_id in (post.author_id, post.editor_id):
        if person_id is None or person_id == commenter_id or person_id in people:
            continue
        people.append(person_id)
    return people


def _comment(queue, post_id, author_id, body, using):
    post = Post.objects.using(using).get(pk=post_id)
    new = post.comments.using(using).create(
        post=post, author_id=author_id, body=body, created_at=timezone.now()
    )
    for person_id in _to_tell(post, author_id):

        def tell(key=new.pk, person=person_id):
            queue.send("tell", key, person)

        transaction.on_commit(tell, using, robust=True)
    return new.pk


def comment(queue, post_id, author_id, body, using="default"):
    return transaction.atomic(using=using)(_comment)(queue, post_id, author_id, body, using)
