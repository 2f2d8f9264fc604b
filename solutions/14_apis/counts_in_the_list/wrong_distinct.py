"""distinct=True repairs the numbers, and the database still makes every pair first.

A person with 100 posts and 300 comments is 30,000 rows inside the database.

Breaks: work
Fails: work
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
