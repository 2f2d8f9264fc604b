"""Two correlated subqueries, with 0 where there is nothing to count."""

from django.db.models import Count, OuterRef, Subquery
from django.db.models.functions import Coalesce
from rest_framework import serializers
from rest_framework.generics import ListAPIView
from rest_framework.pagination import PageNumberPagination

from arena.accounts.models import User
from arena.discuss.models import Comment, Post


class PersonSerializer(serializers.ModelSerializer):
    posts = serializers.IntegerField(source="post_count")
    comments = serializers.IntegerField(source="comment_count")

    class Meta:
        model = User
        fields = ["id", "username", "posts", "comments"]


class Pages(PageNumberPagination):
    page_size = 20


def number_of(rows):
    """Count the rows of the outer person."""
    counts = rows.filter(author=OuterRef("pk")).order_by().values("author")
    return Coalesce(Subquery(counts.annotate(n=Count("*")).values("n")), 0)


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
