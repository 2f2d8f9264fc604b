"""WRONG (rule: posts): the queryset belongs to the class, and keeps what it fetched for the first
request; posts, tags and comments that change afterwards are not seen by later ones.
"""

from django.db.models import Prefetch
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
    comment_count = serializers.SerializerMethodField()

    class Meta:
        model = Post
        fields = ["id", "title", "author", "country", "tags", "comments", "comment_count"]

    def get_comment_count(self, post):
        return len(post.comments.all())


class PostList(APIView):
    newest = (
        Post.objects.filter(published_at__isnull=False)
        .order_by("-published_at", "-pk")
        .select_related("author__profile")
        .prefetch_related(
            Prefetch("tags", Tag.objects.order_by("-pk")),
            Prefetch(
                "comments",
                Comment.objects.filter(is_approved=True)
                .select_related("author")
                .order_by("-created_at", "-pk"),
            ),
        )[:50]
    )

    def get(self, request):
        return Response(PostSerializer(self.newest, many=True).data)
