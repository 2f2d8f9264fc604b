"""Every post is written, also the 99 of 100 that are right: the whole table anew, and all locked.

Fails: untouched
"""

from django.db import transaction
from django.db.models import Count, OuterRef, Subquery
from django.db.models.functions import Coalesce

from arena.discuss.models import Comment, Post

approved = Comment.objects.filter(post=OuterRef("pk"), is_approved=True).order_by().values("post")
NUMBER = Coalesce(Subquery(approved.annotate(number=Count("pk")).values("number")), 0)


@transaction.atomic
def repair():
    wrong = Post.objects.exclude(kept_comments=NUMBER).order_by("pk")
    keys = [post.pk for post in wrong.select_for_update().only("pk")]
    Post.objects.update(kept_comments=NUMBER)
    return keys
