"""The dot asks for the post with an Exists() filter; the list is one array, NULL without comments."""

from django.contrib.postgres.aggregates import ArrayAgg
from django.db.models import Exists, OuterRef

from arena.discuss.models import Comment, Post


def after(post_id, since):
    return Comment.objects.filter(post=post_id, is_approved=True, created_at__gt=since)


def any_new(post_id, since):
    found = Comment.objects.filter(post=OuterRef("pk"), is_approved=True, created_at__gt=since)
    return Post.objects.filter(Exists(found), pk=post_id).exists()


def new_comments(post_id, since):
    array = ArrayAgg("body", order_by=["-created_at", "-pk"])
    return after(post_id, since).aggregate(bodies=array)["bodies"]
