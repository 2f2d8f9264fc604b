"""unknown

Blanks around a name are removed. ?fields=title,%20body has status 200, although " body" is not the
name of a field; so has ?fields=%20, which shows all.
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


COLUMNS = {
    "title": {"title"},
    "body": {"body"},
    "author": {"author__username"},
    "contest": {"contest__title"},
    "byline": {"title", "author__username"},
}


def posts_for(asked):
    """Return the posts with what these fields need, and nothing else."""
    columns = {"pk"}.union(*(COLUMNS.get(name, ()) for name in asked))
    posts = Post.objects.filter(published_at__isnull=False).order_by("-published_at", "-pk")
    joined = {column.partition("__")[0] for column in columns if "__" in column}
    if joined:
        posts = posts.select_related(*joined)
    if "tags" in asked:
        posts = posts.prefetch_related(Prefetch("tags", Tag.objects.order_by("pk")))
    if "comments" in asked:
        approved = Comment.objects.filter(is_approved=True).order_by("pk").only("post", "body")
        posts = posts.prefetch_related(Prefetch("comments", approved))
    return posts.only(*columns)


class PostList(APIView):
    def get(self, request):
        public = set(PostSerializer.Meta.fields)
        asked = {name.strip() for name in request.GET.get("fields", "").split(",")} - {""} or public
        if asked - public:
            raise ValidationError({"fields": "There is no such field."})
        serializer = PostSerializer(posts_for(asked)[:20], many=True)
        for name in public - asked:
            serializer.child.fields.pop(name)
        return Response(serializer.data)
