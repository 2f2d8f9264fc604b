"""No joins: each kind of related object by a query of its own, and a count by the database.

Seven queries, and the author of many posts and comments is fetched once for each kind.
"""

from django.db.models import Count, Prefetch, Q
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
    comment_count = serializers.IntegerField()

    class Meta:
        model = Post
        fields = ["id", "title", "author", "country", "tags", "comments", "comment_count"]


class PostList(APIView):
    def get(self, request):
        approved = Comment.objects.filter(is_approved=True).order_by("-created_at", "-pk")
        posts = (
            Post.objects.filter(published_at__isnull=False)
            .annotate(comment_count=Count("comments", filter=Q(comments__is_approved=True)))
            .prefetch_related(
                "author__profile",
                Prefetch("tags", queryset=Tag.objects.order_by("-pk")),
                Prefetch("comments", queryset=approved),
                "comments__author",
            )
            .order_by("-published_at", "-pk")
        )
        return Response(PostSerializer(posts[:50], many=True).data)
