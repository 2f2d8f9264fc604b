"""RIGHT: a generic ListAPIView; its queryset prefetches every relation in a query of its own."""

from django.db.models import Prefetch
from rest_framework import serializers
from rest_framework.generics import ListAPIView

from arena.accounts.serializers import AuthorSerializer
from arena.discuss.models import Comment, Post, Tag
from arena.discuss.serializers import CommentSerializer


class PostSerializer(serializers.ModelSerializer):
    author = AuthorSerializer()
    country = serializers.SerializerMethodField()
    tags = serializers.StringRelatedField(many=True)
    comments = CommentSerializer(many=True)
    comment_count = serializers.SerializerMethodField()

    class Meta:
        model = Post
        fields = ["id", "title", "author", "country", "tags", "comments", "comment_count"]

    def get_country(self, post):
        profile = getattr(post.author, "profile", None)
        return None if profile is None else profile.country

    def get_comment_count(self, post):
        return len(post.comments.all())


class PostList(ListAPIView):
    serializer_class = PostSerializer
    pagination_class = None
    filter_backends = []

    def get_queryset(self):
        comments = Comment.objects.filter(is_approved=True).order_by("-created_at", "-pk")
        posts = Post.objects.filter(published_at__isnull=False).order_by("-published_at", "-pk")
        return posts.prefetch_related(
            "author__profile",
            Prefetch("tags", Tag.objects.order_by("-pk")),
            Prefetch("comments", comments.select_related("author")),
        )[:50]
