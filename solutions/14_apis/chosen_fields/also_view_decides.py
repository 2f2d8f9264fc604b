"""The view decides with one if for each relation, and each relation is a query of its own."""

from django.db.models import Prefetch
from rest_framework import serializers
from rest_framework.exceptions import ValidationError
from rest_framework.response import Response
from rest_framework.views import APIView

from arena.accounts.models import User
from arena.contests.models import Contest
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

    def get_fields(self):
        fields = super().get_fields()
        return {name: fields[name] for name in self.context["asked"]}

    def get_byline(self, post):
        return f"{post.title}, by {post.author.username}"


class PostList(APIView):
    def get(self, request):
        public = PostSerializer.Meta.fields
        asked = [name for name in request.GET.get("fields", "").split(",") if name] or public
        if not set(asked) <= set(public):
            raise ValidationError("There is no such field.")
        posts = Post.objects.filter(published_at__isnull=False).order_by("-published_at", "-pk")
        if "body" not in asked:
            posts = posts.defer("body")
        if "title" not in asked and "byline" not in asked:
            posts = posts.defer("title")
        if "author" in asked or "byline" in asked:
            posts = posts.prefetch_related(Prefetch("author", User.objects.only("username")))
        if "contest" in asked:
            posts = posts.prefetch_related(Prefetch("contest", Contest.objects.only("title")))
        if "tags" in asked:
            posts = posts.prefetch_related(Prefetch("tags", Tag.objects.order_by("pk")))
        if "comments" in asked:
            comments = Comment.objects.filter(is_approved=True).order_by("pk")
            posts = posts.prefetch_related(Prefetch("comments", comments))
        kept = [name for name in public if name in asked]
        rows = PostSerializer(posts[:20], many=True, context={"asked": kept}).data
        return Response(rows)
