"""WRONG (limit: queries): profiles are fetched together and put on the authors who have one; each post
by an author without a profile sends a query, to look again. Seven such posts are too many.
"""

from django.db.models import Prefetch
from rest_framework import serializers
from rest_framework.response import Response
from rest_framework.views import APIView

from arena.accounts.models import Profile
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
        comments = Comment.objects.filter(is_approved=True).order_by("-created_at", "-pk")
        posts = list(
            Post.objects.filter(published_at__isnull=False)
            .order_by("-published_at", "-pk")
            .select_related("author")
            .prefetch_related(
                Prefetch("tags", Tag.objects.order_by("-pk")),
                Prefetch("comments", comments.select_related("author")),
            )[:50]
        )
        profiles = {
            profile.user_id: profile
            for profile in Profile.objects.filter(user__in={post.author_id for post in posts})
        }
        for post in posts:
            # Not everybody has filled one in.
            if post.author_id in profiles:
                post.author.profile = profiles[post.author_id]
        return Response(PostSerializer(posts, many=True).data)
