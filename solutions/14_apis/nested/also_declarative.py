"""A generic view, and serializers without methods: every field reads a manager that is filled.

The prefetches have no to_attr, so "comments", "comments.count" and "tags" work as sources.
"""

from django.db.models import Prefetch
from rest_framework import serializers
from rest_framework.generics import ListAPIView

from arena.accounts.serializers import AuthorSerializer
from arena.discuss.models import Comment, Post, Tag
from arena.discuss.serializers import CommentSerializer


class PostSerializer(serializers.ModelSerializer):
    author = AuthorSerializer()
    country = serializers.CharField(source="author.profile.country")
    tags = serializers.SlugRelatedField(slug_field="name", many=True, read_only=True)
    comments = CommentSerializer(many=True)
    comment_count = serializers.IntegerField(source="comments.count")

    class Meta:
        model = Post
        fields = ["id", "title", "author", "country", "tags", "comments", "comment_count"]


class PostList(ListAPIView):
    serializer_class = PostSerializer

    def get_queryset(self):
        approved = Comment.objects.filter(is_approved=True).order_by("-created_at", "-pk")
        return (
            Post.objects.filter(published_at__isnull=False)
            .select_related("author__profile")
            .prefetch_related(
                Prefetch("tags", queryset=Tag.objects.order_by("-pk")),
                Prefetch("comments", queryset=approved.select_related("author")),
            )
            .order_by("-published_at", "-pk")[:50]
        )
