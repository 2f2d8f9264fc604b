"""RIGHT: declared nested fields (many=True, SlugRelatedField) read what was prefetched in their order."""

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
    def get(self, request):
        posts = (
            Post.objects.filter(published_at__isnull=False)
            .order_by("-published_at", "-pk")
            .select_related("author", "author__profile")
            .prefetch_related(
                Prefetch("tags", queryset=Tag.objects.order_by("-pk")),
                Prefetch(
                    "comments",
                    queryset=Comment.objects.filter(is_approved=True)
                    .select_related("author")
                    .order_by("-created_at", "-pk"),
                ),
            )
        )
        return Response(PostSerializer(posts[:50], many=True).data)
