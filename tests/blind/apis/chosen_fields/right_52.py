"""Plain rows from values() and one query each for tags and comments; a list of makers builds the dictionaries."""

from collections import defaultdict

from rest_framework import serializers
from rest_framework.exceptions import ValidationError
from rest_framework.response import Response
from rest_framework.views import APIView

from arena.discuss.models import Comment, Post

NEEDS = {
    "id": (),
    "title": ("title",),
    "body": ("body",),
    "author": ("author__username",),
    "contest": ("contest__title",),
    "byline": ("title", "author__username"),
    "tags": (),
    "comments": (),
}


class PostSerializer(serializers.Serializer):
    id = serializers.IntegerField()
    title = serializers.CharField()
    body = serializers.CharField()
    author = serializers.CharField(source="author__username")
    contest = serializers.CharField(source="contest__title")
    byline = serializers.SerializerMethodField()
    tags = serializers.ListField()
    comments = serializers.ListField()

    def get_byline(self, row):
        return f"{row['title']}, by {row['author__username']}"

    def get_fields(self):
        return {
            name: field
            for name, field in super().get_fields().items()
            if name in self.context["names"]
        }


def tags_of(ids):
    links = Post.tags.through.objects.filter(post__in=ids).order_by("tag_id")
    return group(links.values_list("post", "tag__name"))


def comments_of(ids):
    comments = Comment.objects.filter(post__in=ids, is_approved=True).order_by("pk")
    return group(comments.values_list("post", "body"))


def group(pairs):
    lists = defaultdict(list)
    for key, text in pairs:
        lists[key].append(text)
    return lists


class PostList(APIView):
    def get(self, request):
        names = set(request.GET.get("fields", "").split(",")) - {""} or set(NEEDS)
        if not names <= set(NEEDS):
            raise ValidationError({"fields": "There is no such field."})
        columns = {column for name in names for column in NEEDS[name]}
        posts = Post.objects.filter(published_at__isnull=False).order_by("-published_at", "-pk")
        rows = list(posts.values("id", *columns)[:20])
        ids = [row["id"] for row in rows]
        for name, fetch in [("tags", tags_of), ("comments", comments_of)]:
            if name in names:
                lists = fetch(ids)
                for row in rows:
                    row[name] = lists[row["id"]]
        return Response(PostSerializer(rows, many=True, context={"names": names}).data)
