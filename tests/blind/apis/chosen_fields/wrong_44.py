"""json

A contest with an empty title ("") is shown as null, like no contest.
"""

from collections import defaultdict

from rest_framework.exceptions import ValidationError
from rest_framework.response import Response
from rest_framework.views import APIView

from arena.discuss.models import Comment, Post

FIELDS = ["id", "title", "body", "author", "contest", "byline", "tags", "comments"]
COLUMNS = {
    "title": ["title"],
    "body": ["body"],
    "author": ["author__username"],
    "contest": ["contest__title"],
    "byline": ["title", "author__username"],
}


class PostList(APIView):
    def get(self, request):
        asked = set(request.GET.get("fields", "").split(",")) - {""} or set(FIELDS)
        if not asked.issubset(FIELDS):
            raise ValidationError({"fields": "There is no such field."})
        columns = {column for name in asked for column in COLUMNS.get(name, ())}
        posts = Post.objects.filter(published_at__isnull=False).order_by("-published_at", "-pk")
        rows = list(posts.values("pk", *columns)[:20])
        ids = [row["pk"] for row in rows]
        tags = tags_of(ids) if "tags" in asked else {}
        comments = comments_of(ids) if "comments" in asked else {}
        values = {
            "id": lambda row: row["pk"],
            "title": lambda row: row["title"],
            "body": lambda row: row["body"],
            "author": lambda row: row["author__username"],
            "contest": lambda row: row["contest__title"] or None,
            "byline": lambda row: f"{row['title']}, by {row['author__username']}",
            "tags": lambda row: tags[row["pk"]],
            "comments": lambda row: comments[row["pk"]],
        }
        names = [name for name in FIELDS if name in asked]
        return Response([{name: values[name](row) for name in names} for row in rows])


def tags_of(ids):
    links = Post.tags.through.objects.filter(post_id__in=ids).order_by("tag_id")
    return grouped(links.values_list("post_id", "tag__name"))


def comments_of(ids):
    approved = Comment.objects.filter(is_approved=True, post_id__in=ids).order_by("pk")
    return grouped(approved.values_list("post_id", "body"))


def grouped(pairs):
    groups = defaultdict(list)
    for key, value in pairs:
        groups[key].append(value)
    return groups
