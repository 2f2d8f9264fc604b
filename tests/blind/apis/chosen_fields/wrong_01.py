"""Breaks queries: the byline looks its author up by itself, one query for each post."""

from django.db.models import Prefetch
from rest_framework import serializers
from rest_framework.exceptions import ValidationError
from rest_framework.response import Response
from rest_framework.views import APIView

from arena.accounts.models import User
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
        name = User.objects.values_list("username", flat=True).get(pk=post.author_id)
        return f"{post.title}, by {name}"


class PostList(APIView):
    def get(self, request):
        public = set(PostSerializer.Meta.fields)
        asked = {name for name in request.GET.get("fields", "").split(",") if name} or public
        if asked - public:
            raise ValidationError({"fields": "There is no such field."})
        posts = Post.objects.filter(published_at__isnull=False).order_by("-published_at", "-pk")
        columns = ["pk"]
        if "title" in asked or "byline" in asked:
            columns.append("title")
        if "body" in asked:
            columns.append("body")
        if "author" in asked:
            columns.append("author__username")
            posts = posts.select_related("author")
        elif "byline" in asked:
            columns.append("author")
        if "contest" in asked:
            columns.append("contest__title")
            posts = posts.select_related("contest")
        posts = posts.only(*columns)
        if "tags" in asked:
            posts = posts.prefetch_related(Prefetch("tags", Tag.objects.order_by("pk")))
        if "comments" in asked:
            approved = Comment.objects.filter(is_approved=True).only("post", "body").order_by("pk")
            posts = posts.prefetch_related(Prefetch("comments", approved))
        serializer = PostSerializer(posts[:20], many=True)
        for name in public - asked:
            serializer.child.fields.pop(name)
        return Response(serializer.data)
