"""One join is counted, and the other number is a subquery: right, and slow.

Django groups by the Coalesce around the subquery, so the database runs it for every joined row: for
every post of a person it counts all of the comments.

Breaks: work
Fails: work
"""

from django.db.models import Count, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce
from rest_framework import serializers
from rest_framework.generics import ListAPIView
from rest_framework.pagination import PageNumberPagination

from arena.accounts.models import User
from arena.discuss.models import Comment


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
            number_of_posts=Count("posts", filter=Q(posts__published_at__isnull=False)),
            number_of_comments=Coalesce(
                Subquery(
                    Comment.objects.filter(author=OuterRef("pk"), is_approved=True)
                    .values("author")
                    .annotate(n=Count("pk"))
                    .values("n")
                ),
                0,
            ),
        )
        .order_by("-pk")
    )
    serializer_class = PersonSerializer
    pagination_class = Pages
