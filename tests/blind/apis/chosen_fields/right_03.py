"""values() instead of a serializer; tags and comments are put together in Python."""

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


def grouped(pairs):
    groups = defaultdict(list)
    for key, value in pairs:
        groups[key].append(value)
    return groups


class PostList(APIView):
    def get(self, request):
        names = [name for name in request.GET.get("fields", "").split(",") if name]
        if not set(names) <= set(FIELDS):
            raise ValidationError({"fields": "There is no such field."})
        shown = [name for name in FIELDS if name in names or not names]

        columns = {"pk"}
        for name in shown:
            columns.update(COLUMNS.get(name, []))
        rows = list(
            Post.objects.filter(published_at__isnull=False)
            .order_by("-published_at", "-pk")
            .values(*columns)[:20]
        )
        keys = [row["pk"] for row in rows]
        tags = comments = {}
        if "tags" in shown:
            links = Post.tags.through.objects.filter(post_id__in=keys).order_by("tag_id")
            tags = grouped(links.values_list("post_id", "tag__name"))
        if "comments" in shown:
            approved = Comment.objects.filter(post_id__in=keys, is_approved=True).order_by("pk")
            comments = grouped(approved.values_list("post_id", "body"))

        make = {
            "id": lambda row: row["pk"],
            "title": lambda row: row["title"],
            "body": lambda row: row["body"],
            "author": lambda row: row["author__username"],
            "contest": lambda row: row["contest__title"],
            "byline": lambda row: f"{row['title']}, by {row['author__username']}",
            "tags": lambda row: tags.get(row["pk"], []),
            "comments": lambda row: comments.get(row["pk"], []),
        }
        return Response([{name: make[name](row) for name in shown} for row in rows])
