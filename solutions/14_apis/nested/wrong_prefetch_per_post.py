"""The serializer prefetches what it needs, once for each post.

to_representation() sees one post at a time. Only the view sees the page.

Breaks: queries
Fails: queries
"""

from django.db.models import Prefetch, prefetch_related_objects
from rest_framework import serializers
from rest_framework.response import Response
from rest_framework.views import APIView

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

    def to_representation(self, post):
        approved = Comment.objects.filter(is_approved=True).order_by("-created_at", "-pk")
        prefetch_related_objects(
            [post],
            "author__profile",
            Prefetch("tags", queryset=Tag.objects.order_by("-pk")),
            Prefetch("comments", queryset=approved.select_related("author")),
        )
        return super().to_representation(post)


class PostList(APIView):
    def get(self, request):
        posts = Post.objects.filter(published_at__isnull=False).order_by("-published_at", "-pk")
        return Response(PostSerializer(posts[:50], many=True).data)
