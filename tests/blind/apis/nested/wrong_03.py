"""WRONG (rule: json): the country of an author whose profile has none becomes null; it was "", and null
is for authors without a profile.
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
    country = serializers.SerializerMethodField()
    tags = serializers.SerializerMethodField()
    comments = serializers.SerializerMethodField()
    comment_count = serializers.SerializerMethodField()

    class Meta:
        model = Post
        fields = ["id", "title", "author", "country", "tags", "comments", "comment_count"]

    def get_country(self, post):
        profile = getattr(post.author, "profile", None)
        return (profile and profile.country) or None

    def get_tags(self, post):
        return [tag.name for tag in post.shown_tags]

    def get_comments(self, post):
        return CommentSerializer(post.shown_comments, many=True).data

    def get_comment_count(self, post):
        return len(post.shown_comments)


class PostList(APIView):
    def get(self, request):
        comments = Comment.objects.filter(is_approved=True).order_by("-created_at", "-pk")
        posts = (
            Post.objects.filter(published_at__isnull=False)
            .order_by("-published_at", "-pk")
            .select_related("author__profile")
            .prefetch_related(
                Prefetch("tags", Tag.objects.order_by("-pk"), to_attr="shown_tags"),
                Prefetch("comments", comments.select_related("author"), to_attr="shown_comments"),
            )
        )
        return Response(PostSerializer(posts[:50], many=True).data)
