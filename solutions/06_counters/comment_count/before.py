"""A post says that it has 12 comments, and shows 9.

Post.kept_comments stores how many approved comments a post has, replies included. Signals maintain
it for one comment at a time. It drifts after imports, moderation and failures, and when two people
write at once.

Change this file so that the number stays right. All changes of comments go through it.
install() is called once, while all is right. Replies have no replies.

Rules:
- number: right after all calls, even simultaneous ones.
- transaction: also inside a caller's transaction, and after its rollback.
- docstrings: functions do what their docstrings say.
- failure: a function that fails changes nothing.
- no error: calls never make each other fail, in whatever order they name posts or comments. Only
  a comment whose post, parent or author is gone fails.

Allowed:
- queries: at most 30 for 200 comments on 3 posts.
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
