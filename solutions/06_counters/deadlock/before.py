"""Two moderators move comments, and one of them gets an error page: deadlock detected.

move() moves all comments of one post to another, and keeps kept_comments right: a post's number of
approved comments. Two moderators who move in opposite directions wait for each other.

Change move() so that this can't happen.

Rules:
- moved: both posts exist and differ. Comments change nothing but their post. Returns how many. Both
  numbers stay right, also when others add comments.
- deadlock: calls of move() never deadlock, whichever posts they name.
- liking: visitors can like both posts while it runs, without waiting.
- limit: move() waits 1 to 5 seconds for another client's lock, then raises the database's error.
  The connection's settings stay unchanged.
- retry: on SQLSTATE 40P01 or 40001, move() begins again, 2 to 9 times; not on other errors.
- failure: after an error nothing has changed.
"""

from django.db import transaction
from django.db.models import F

from arena.discuss.models import Comment, Post


@transaction.atomic
def move(source, target):
    comments = Comment.objects.filter(post=source)
    approved = comments.filter(is_approved=True).count()
    # TODO: this locks the two posts one after the other, in the order of the arguments.
    Post.objects.filter(pk=source).update(kept_comments=F("kept_comments") - approved)
    Post.objects.filter(pk=target).update(kept_comments=F("kept_comments") + approved)
    return comments.update(post=target)
