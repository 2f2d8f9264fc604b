"""Wrong, work: both joins in one query, and Count(distinct=True).

The numbers are right, but a person with 1,000 posts and 1,000 comments makes a million rows.
"""

from django.db.models import Count, Q
from rest_framework import serializers
from rest_framework.generics import ListAPIView
from rest_framework.pagination import PageNumberPagination

from arena.accounts.models import User


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
            number_of_posts=Count(
                "posts", filter=Q(posts__published_at__isnull=False), distinct=True
            ),
            number_of_comments=Count(
                "comments", filter=Q(comments__is_approved=True), distinct=True
            ),
        )
        .order_by("-pk")
    )
    serializer_class = PersonSerializer
    pagination_class = Pages
