"""Fetches authors and profiles with a join, and prefetches ordered tags and approved comments into lists."""

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
    tags = serializers.SerializerMethodField()
    comments = CommentSerializer(source="approved_comments", many=True)
    comment_count = serializers.SerializerMethodField()

    class Meta:
        model = Post
        fields = ["id", "title", "author", "country", "tags", "comments", "comment_count"]

    def get_tags(self, post):
        return [tag.name for tag in post.ordered_tags]

    def get_comment_count(self, post):
        return len(post.approved_comments)


class PostList(APIView):
    def get(self, request):
        approved = (
            Comment.objects.filter(is_approved=True)
            .select_related("author")
            .order_by("-created_at", "-pk")
        )
        posts = (
            Post.objects.filter(published_at__isnull=False)
            .select_related("author__profile")
            .prefetch_related(
                Prefetch("tags", Tag.objects.order_by("-pk"), to_attr="ordered_tags"),
                Prefetch("comments", approved, to_attr="approved_comments"),
            )
            .order_by("-published_at", "-pk")
        )
        return Response(PostSerializer(posts[:50], many=True).data)
