"""WRONG (rule: comments): an approved reply to a comment that is not approved is left out, though it is
counted.
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
        # Nobody can follow a reply to something that is hidden.
        readable = Q(is_approved=True) & (Q(parent=None) | Q(parent__is_approved=True))
        comments = (
            Comment.objects.filter(readable)
            .select_related("author")
            .order_by("-created_at", "-pk")
        )
        posts = (
            Post.objects.filter(published_at__isnull=False)
            .annotate(comment_count=Count("comments", filter=Q(comments__is_approved=True)))
            .order_by("-published_at", "-pk")
            .select_related("author__profile")
            .prefetch_related(
                Prefetch("tags", Tag.objects.order_by("-pk")),
                Prefetch("comments", comments),
            )
        )
        return Response(PostSerializer(posts[:50], many=True).data)
