"""WRONG (rule: count): the subquery groups, and has no group for a post without approved comments; its
number is null, not 0.
"""

from django.db.models import Count, OuterRef, Prefetch, Subquery
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
        approved = Comment.objects.filter(is_approved=True)
        number = (
            approved.filter(post=OuterRef("pk"))
            .order_by()
            .values("post")
            .annotate(number=Count("pk"))
            .values("number")
        )
        comments = approved.select_related("author").order_by("-created_at", "-pk")
        posts = (
            Post.objects.filter(published_at__isnull=False)
            .annotate(comment_count=Subquery(number))
            .order_by("-published_at", "-pk")
            .select_related("author__profile")
            .prefetch_related(
                Prefetch("tags", Tag.objects.order_by("-pk")),
                Prefetch("comments", comments),
            )
        )
        return Response(PostSerializer(posts[:50], many=True).data)
