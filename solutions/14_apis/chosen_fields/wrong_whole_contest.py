"""The join brings all columns of the contest, its slug too.

Breaks: fetched
Fails: fetched
"""

from django.db.models import Prefetch
from rest_framework import serializers
from rest_framework.exceptions import ValidationError
from rest_framework.response import Response
from rest_framework.views import APIView

from arena.discuss.models import Comment, Post, Tag


class PostSerializer(serializers.ModelSerializer):
    author = serializers.CharField(source="author.username")
    contest = serializers.CharField(source="contest.title", default=None)
    byline = serializers.SerializerMethodField()
    tags = serializers.SlugRelatedField(slug_field="name", many=True, read_only=True)
    comments = serializers.SlugRelatedField(slug_field="body", many=True, read_only=True)

    class Meta:
        model = Post
        fields = ["id", "title", "body", "author", "contest", "byline", "tags", "comments"]

    def get_byline(self, post):
        return f"{post.title}, by {post.author.username}"


# The columns that each field needs, and those of the lists, each a query of its own.
COLUMNS = {
    "title": ["title"],
    "body": ["body"],
    "author": ["author__username"],
    "contest": ["contest"],
    "byline": ["title", "author__username"],
}


def lists():
    approved = Comment.objects.filter(is_approved=True)
    return {
        "tags": Prefetch("tags", Tag.objects.only("name").order_by("pk")),
        "comments": Prefetch("comments", approved.only("post", "body").order_by("pk")),
    }


def fetched_for(asked):
    """The published posts, with what these fields need and nothing else."""
    columns = {column for name in asked for column in COLUMNS.get(name, ())}
    joins = {column.partition("__")[0] for column in columns} & {"author", "contest"}
    posts = Post.objects.filter(published_at__isnull=False).only("pk", *columns)
    if joins:
        posts = posts.select_related(*joins)
    posts = posts.prefetch_related(*[one for name, one in lists().items() if name in asked])
    return posts.order_by("-published_at", "-pk")


class PostList(APIView):
    def get(self, request):
        public = set(PostSerializer.Meta.fields)
        asked = {name for name in request.GET.get("fields", "").split(",") if name} or public
        if asked - public:
            raise ValidationError({"fields": "There is no such field."})
        serializer = PostSerializer(fetched_for(asked)[:20], many=True)
        for name in public - asked:
            serializer.child.fields.pop(name)
        return Response(serializer.data)
