"""WRONG (limit: fetched): unapproved comments are fetched as well, and left out in Python."""

from django.db.models import Prefetch
from rest_framework import serializers
from rest_framework.response import Response
from rest_framework.views import APIView

from arena.accounts.serializers import AuthorSerializer
from arena.discuss.models import Post, Tag
from arena.discuss.serializers import CommentSerializer


class PostSerializer(serializers.ModelSerializer):
    author = AuthorSerializer()
    country = serializers.CharField(source="author.profile.country")
    tags = serializers.SerializerMethodField()
    comments = serializers.SerializerMethodField()
    comment_count = serializers.SerializerMethodField()

    class Meta:
        model = Post
        fields = ["id", "title", "author", "country", "tags", "comments", "comment_count"]

    def get_tags(self, post):
        return [tag.name for tag in post.tags.all()]

    def get_comments(self, post):
        comments = [c for c in post.comments.all() if c.is_approved]
        comments.sort(key=lambda c: (c.created_at, c.pk), reverse=True)
        return CommentSerializer(comments, many=True).data

    def get_comment_count(self, post):
        return sum(c.is_approved for c in post.comments.all())


class PostList(APIView):
    def get(self, request):
        posts = Post.objects.filter(published_at__isnull=False).order_by("-published_at", "-pk")
        posts = posts.select_related("author__profile").prefetch_related(
            Prefetch("tags", Tag.objects.order_by("-pk")), "comments__author"
        )
        return Response(PostSerializer(posts[:50], many=True).data)
