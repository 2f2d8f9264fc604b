"""Two correlated subqueries count in the query of the page, each with its own GROUP BY, and Coalesce makes 0 of null."""

from django.db.models import Count, IntegerField, OuterRef, Subquery
from django.db.models.functions import Coalesce
from rest_framework import serializers
from rest_framework.generics import ListAPIView
from rest_framework.pagination import PageNumberPagination

from arena.accounts.models import User
from arena.discuss.models import Comment, Post


def number_of(things):
    """Count the things of the person of the outer query."""
    counted = things.filter(author=OuterRef("pk")).order_by().values("author").annotate(n=Count("pk"))
    return Coalesce(Subquery(counted.values("n"), output_field=IntegerField()), 0)


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
        .annotate(
            post_count=number_of(Post.objects.filter(published_at__isnull=False)),
            comment_count=number_of(Comment.objects.filter(is_approved=True)),
        )
        .order_by("-pk")
    )
    serializer_class = PersonSerializer
    pagination_class = Pages
