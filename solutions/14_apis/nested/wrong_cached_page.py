"""The page is cached: visitors see what is gone, and a cache miss still costs all the queries.

Breaks: queries
Fails: queries
"""

from django.utils.decorators import method_decorator
from django.views.decorators.cache import cache_page
from rest_framework import serializers
from rest_framework.response import Response
from rest_framework.views import APIView

from arena.accounts.serializers import AuthorSerializer
from arena.discuss.models import Post
from arena.discuss.serializers import CommentSerializer


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
        return [tag.name for tag in post.tags.order_by("-pk")]

    def get_comments(self, post):
        comments = post.comments.filter(is_approved=True).order_by("-created_at", "-pk")
        return CommentSerializer(comments, many=True).data

    def get_comment_count(self, post):
        return post.comments.filter(is_approved=True).count()


@method_decorator(cache_page(60), name="dispatch")
class PostList(APIView):
    def get(self, request):
        posts = Post.objects.filter(published_at__isnull=False).order_by("-published_at", "-pk")
        return Response(PostSerializer(posts[:50], many=True).data)
