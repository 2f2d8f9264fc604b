"""A post says that it has 12 comments, and shows 9.

Arena keeps the number of approved comments of each post, replies too, in Post.kept_comments.
Signals keep it right while people write and delete one comment at a time. It drifts when a forum is
imported, when a moderator approves or hides a page of comments, when a statement fails, and when
two people do something at once.

Change this file so that the number is right after each of its functions, whoever else calls them at
the same time. A caller may have a transaction around them, which ends later or is rolled back. The
functions go on doing what their docstrings say: all that happens to comments goes through them.

Allowed: whatever PostgreSQL and Django offer. install() is called once, when the tables are there
and every number is right: connect signals in it, make a trigger, or leave it empty. A function that
gets 200 comments on 3 posts sends at most 30 queries. One that fails leaves comments and numbers as
they were. Replies have no replies; they are on the same post as their comment.
"""

from django.db.models import F
from django.db.models.signals import post_delete, post_save

from arena.accounts.models import User
from arena.discuss.models import Comment, Post


def install():
    """Prepare what has to be prepared, once."""
    post_save.connect(saved, sender=Comment)
    post_delete.connect(deleted, sender=Comment)


# TODO: which of the functions below send no signal?
def saved(instance, created, **kwargs):
    if created and instance.is_approved:
        Post.objects.filter(pk=instance.post_id).update(kept_comments=F("kept_comments") + 1)


def deleted(instance, **kwargs):
    if instance.is_approved:
        Post.objects.filter(pk=instance.post_id).update(kept_comments=F("kept_comments") - 1)


def say(comment):
    """Save a new comment."""
    comment.save()


def say_many(comments):
    """Save a list of new comments, on whatever posts."""
    Comment.objects.bulk_create(comments)


def judge(pks, is_approved):
    """Approve the comments with these keys, or hide them; some may be so already, or be gone."""
    Comment.objects.filter(pk__in=pks).update(is_approved=is_approved)


def take_back(pks):
    """Delete the comments with these keys, with the replies to them; some may be gone."""
    Comment.objects.filter(pk__in=pks).delete()


def forget(user_pk):
    """Delete a person with everything that is theirs, and the replies to it."""
    User.objects.filter(pk=user_pk).delete()
