"""It locks all posts to find the wrong ones: right, and nobody can write while it runs.

Breaks: no waiting
Fails: waiting
"""

from django.db import transaction
from django.db.models import Count, OuterRef, Subquery
from django.db.models.functions import Coalesce

from arena.discuss.models import Comment, Post

approved = Comment.objects.filter(post=OuterRef("pk"), is_approved=True).order_by().values("post")
NUMBER = Coalesce(Subquery(approved.annotate(number=Count("pk")).values("number")), 0)


@transaction.atomic
def repair():
    posts = Post.objects.annotate(number=NUMBER).order_by("pk").select_for_update(no_key=True)
    keys = [post.pk for post in posts if post.kept_comments != post.number]
    Post.objects.filter(pk__in=keys).update(kept_comments=NUMBER)
    return keys
