"""Breaks zero: the subquery has no row for somebody without posts or comments, which is null."""

from django.db.models import Count, OuterRef, Subquery
from rest_framework import serializers
from rest_framework.generics import ListAPIView
from rest_framework.pagination import PageNumberPagination

from arena.accounts.models import User
from arena.discuss.models import Comment, Post


def number_of(rows):
    counts = rows.filter(author=OuterRef("pk")).order_by().values("author")
    return Subquery(counts.annotate(n=Count("*")).values("n"))

class PersonSerializer(serializers.ModelSerializer):
    posts = serializers.IntegerField(source="post_count")
    comments = serializers.IntegerField(source="comment_count")

    class Meta:
        model = User
        fields = ["id", "username", "posts", "comments"]


class Pages(PageNumberPagination):
    page_size = 20


class PersonList(ListAPIView):
    queryset = (
        User.objects.filter(is_active=True)
        .annotate(
            post_count=number_of(Post.objects.filter(published_at__isnull=False)),
            comment_count=number_of(Comment.objects.filter(is_approved=True)),
        )
        .order_by("-pk")
    )
    serializer_class = PersonSerializer
    pagination_class = Pages
