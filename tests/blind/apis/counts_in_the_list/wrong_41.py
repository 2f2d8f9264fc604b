"""work

The numbers are subqueries of the whole list, and PostgreSQL counts them for each row that OFFSET
skips, too. The first pages cost what they should; page 50 counts for 1,000 people to show 20.
"""

from django.db.models import Count, OuterRef, Subquery
from django.db.models.functions import Coalesce
from rest_framework import serializers
from rest_framework.generics import ListAPIView
from rest_framework.pagination import PageNumberPagination

from arena.accounts.models import User
from arena.discuss.models import Comment, Post


def number(rows):
    rows = rows.filter(author=OuterRef("pk")).order_by().values("author")
    return Coalesce(Subquery(rows.annotate(number=Count("pk")).values("number")), 0)


class PersonSerializer(serializers.ModelSerializer):
    posts = serializers.IntegerField(source="number_of_posts", read_only=True)
    comments = serializers.IntegerField(source="number_of_comments", read_only=True)

    class Meta:
        model = User
        fields = ["id", "username", "posts", "comments"]


class Pages(PageNumberPagination):
    page_size = 20


class PersonList(ListAPIView):
    queryset = (
        User.objects.filter(is_active=True)
        .annotate(
            number_of_posts=number(Post.objects.filter(published_at__isnull=False)),
            number_of_comments=number(Comment.objects.filter(is_approved=True)),
        )
        .order_by("-pk")
    )
    serializer_class = PersonSerializer
    pagination_class = Pages
