"""json

A country that is left blank becomes null, as if there were no profile; it was "". It shows for an author
whose profile has country="".
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
    comments = CommentSerializer(source="approved", many=True)
    comment_count = serializers.SerializerMethodField()

    class Meta:
        model = Post
        fields = ["id", "title", "author", "country", "tags", "comments", "comment_count"]

    def get_country(self, post):
        profile = getattr(post.author, "profile", None)
        return (profile and profile.country) or None

    def get_tags(self, post):
        return [tag.name for tag in post.newest_tags]

    def get_comment_count(self, post):
        return len(post.approved)


class PostList(APIView):
    def get(self, request):
        approved = Comment.objects.filter(is_approved=True).select_related("author")
        posts = (
            Post.objects.filter(published_at__isnull=False)
            .select_related("author__profile")
            .prefetch_related(
                Prefetch("tags", Tag.objects.order_by("-pk"), to_attr="newest_tags"),
                Prefetch("comments", approved.order_by("-created_at", "-pk"), to_attr="approved"),
            )
            .order_by("-published_at", "-pk")
        )
        return Response(PostSerializer(posts[:50], many=True).data)
