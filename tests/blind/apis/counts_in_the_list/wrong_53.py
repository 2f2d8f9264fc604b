"""Breaks: zero.

The grouped subquery has no row for a person without published posts, or without approved comments, and no row is null, not 0.
"""

from django.db.models import Count, OuterRef, Subquery
from rest_framework import serializers
from rest_framework.generics import ListAPIView
from rest_framework.pagination import PageNumberPagination

from arena.accounts.models import User
from arena.discuss.models import Comment, Post

POSTS = (
    Post.objects.filter(author=OuterRef("pk"), published_at__isnull=False)
    .values("author")
    .annotate(number=Count("pk"))
    .values("number")
)
COMMENTS = (
    Comment.objects.filter(author=OuterRef("pk"), is_approved=True)
    .values("author")
    .annotate(number=Count("pk"))
    .values("number")
)


class PersonSerializer(serializers.ModelSerializer):
    posts = serializers.IntegerField(source="post_count", read_only=True)
    comments = serializers.IntegerField(source="comment_count", read_only=True)

    class Meta:
        model = User
        fields = ["id", "username", "posts", "comments"]


class Pages(PageNumberPagination):
    page_size = 20


class PersonList(ListAPIView):
    queryset = (
        User.objects.filter(is_active=True)
        .annotate(post_count=Subquery(POSTS), comment_count=Subquery(COMMENTS))
        .order_by("-pk")
    )
    serializer_class = PersonSerializer
    pagination_class = Pages
