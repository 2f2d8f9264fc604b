"""A plain prefetch, filtered and sorted in Python.

Good as long as few comments are unapproved: those are fetched for nothing.
"""

from rest_framework import serializers
from rest_framework.response import Response
from rest_framework.views import APIView

from arena.accounts.serializers import AuthorSerializer
from arena.discuss.models import Post
from arena.discuss.serializers import CommentSerializer


def approved(post):
    comments = [comment for comment in post.comments.all() if comment.is_approved]
    return sorted(comments, key=lambda comment: (comment.created_at, comment.pk), reverse=True)


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
        tags = sorted(post.tags.all(), key=lambda tag: tag.pk, reverse=True)
        return [tag.name for tag in tags]

    def get_comments(self, post):
        return CommentSerializer(approved(post), many=True).data

    def get_comment_count(self, post):
        return len(approved(post))


class PostList(APIView):
    def get(self, request):
        posts = (
            Post.objects.filter(published_at__isnull=False)
            .select_related("author__profile")
            .prefetch_related("tags", "comments__author")
            .order_by("-published_at", "-pk")
        )
        return Response(PostSerializer(posts[:50], many=True).data)
