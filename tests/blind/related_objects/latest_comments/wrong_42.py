"""fetched: comments of the same moment are all fetched, although only three are shown.

Rank() gives all that tie the same place, and Python cuts the list to three. It shows with more than
three comments of a post with the same created_at, as after an import: all of them are fetched.
"""

from collections import defaultdict

from django.db.models import F, Window
from django.db.models.functions import Rank

from arena.discuss.models import Comment, Post


def latest_comments(limit=20):
    posts = Post.objects.filter(published_at__isnull=False).order_by("-published_at", "-pk")
    titles = list(posts.values_list("pk", "title")[:limit])
    place = Window(Rank(), partition_by="post_id", order_by=F("created_at").desc())
    comments = (
        Comment.objects.filter(post__in=[pk for pk, _ in titles], is_approved=True)
        .annotate(place=place)
        .filter(place__lte=3)
        .select_related("author")
        .order_by("-created_at", "-pk")
    )
    newest = defaultdict(list)
    for comment in comments:
        newest[comment.post_id].append({"author": comment.author.username, "body": comment.body})
    return [{"title": title, "comments": newest[pk][:3]} for pk, title in titles]
