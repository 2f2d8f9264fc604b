"""Breaks comments: replies (comments with a parent) aren't counted."""

from django.db.models import Count, OuterRef, Subquery
from django.db.models.functions import Coalesce
from rest_framework import serializers
from rest_framework.generics import ListAPIView
from rest_framework.pagination import PageNumberPagination

from arena.accounts.models import User
from arena.discuss.models import Comment, Post


def number_of(rows):
    counts = rows.filter(author=OuterRef("pk")).order_by().values("author")
    return Coalesce(Subquery(counts.annotate(n=Count("*")).values("n")), 0)


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
            comment_count=number_of(Comment.objects.filter(is_approved=True, parent=None)),
        )
        .order_by("-pk")
    )
    serializer_class = PersonSerializer
    pagination_class = Pages
