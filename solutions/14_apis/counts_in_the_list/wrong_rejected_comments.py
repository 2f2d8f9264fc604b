"""All comments are counted, those that were rejected too.

Breaks: comments
Fails: answer
"""

from django.db.models import Count, OuterRef, Subquery
from django.db.models.functions import Coalesce
from rest_framework import serializers
from rest_framework.generics import ListAPIView
from rest_framework.pagination import PageNumberPagination

from arena.accounts.models import User
from arena.discuss.models import Comment, Post


def number_of(rows):
    """How many of these rows each person wrote: a subquery, so that no join multiplies another."""
    counted = rows.filter(author=OuterRef("pk")).values("author").annotate(n=Count("pk"))
    return Coalesce(Subquery(counted.values("n")), 0)


class PersonSerializer(serializers.ModelSerializer):
    posts = serializers.IntegerField(source="number_of_posts")
    comments = serializers.IntegerField(source="number_of_comments")

    class Meta:
        model = User
        fields = ["id", "username", "posts", "comments"]


class Pages(PageNumberPagination):
    page_size = 20


class PersonList(ListAPIView):
    queryset = (
        User.objects.filter(is_active=True)
        .annotate(
            number_of_posts=number_of(Post.objects.filter(published_at__isnull=False)),
            number_of_comments=number_of(Comment.objects.all()),
        )
        .order_by("-pk")
    )
    serializer_class = PersonSerializer
    pagination_class = Pages
