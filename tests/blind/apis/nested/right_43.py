"""Lets the posts' own query add country and tags (as an array), and prefetches comments and then their authors."""

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import F, OuterRef, Prefetch
from rest_framework import serializers
from rest_framework.generics import ListAPIView

from arena.accounts.serializers import AuthorSerializer
from arena.discuss.models import Comment, Post, Tag
from arena.discuss.serializers import CommentSerializer


class PostSerializer(serializers.ModelSerializer):
    author = AuthorSerializer()
    country = serializers.CharField()
    tags = serializers.ListField(source="tag_names", child=serializers.CharField())
    comments = CommentSerializer(many=True)
    comment_count = serializers.SerializerMethodField()

    class Meta:
        model = Post
        fields = ["id", "title", "author", "country", "tags", "comments", "comment_count"]

    def get_comment_count(self, post):
        return len(post.comments.all())  # prefetched


class PostList(ListAPIView):
    serializer_class = PostSerializer
    pagination_class = None
    filter_backends = []

    def get_queryset(self):
        tags = Tag.objects.filter(posts=OuterRef("pk")).order_by("-pk")
        comments = (
            Comment.objects.filter(is_approved=True)
            .prefetch_related("author")
            .order_by("-created_at", "-pk")
        )
        return (
            Post.objects.filter(published_at__isnull=False)
            .select_related("author")
            .annotate(
                country=F("author__profile__country"),
                tag_names=ArraySubquery(tags.values("name")),
            )
            .prefetch_related(Prefetch("comments", comments))
            .order_by("-published_at", "-pk")[:50]
        )
