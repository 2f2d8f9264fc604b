"""WRONG (rule: comments): Rank() gives ties the same number, so a tie at the third place shows more than three."""

from collections import defaultdict

from django.db.models import F, Window
from django.db.models.functions import Rank

from arena.discuss.models import Comment, Post


def latest_comments(limit=20):
    posts = list(
        Post.objects.filter(published_at__isnull=False)
        .order_by("-published_at", "-pk")
        .values_list("pk", "title")[:limit]
    )
    place = Window(Rank(), partition_by=F("post"), order_by=F("created_at").desc())
    found = (
        Comment.objects.filter(post__in=[pk for pk, _ in posts], is_approved=True)
        .annotate(place=place)
        .filter(place__lte=3)
        .order_by("-created_at", "-pk")
        .values_list("post_id", "author__username", "body")
    )
    said = defaultdict(list)
    for post, author, body in found:
        said[post].append({"author": author, "body": body})
    return [{"title": title, "comments": said[pk]} for pk, title in posts]
