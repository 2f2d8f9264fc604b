"""pages

How many people there are is remembered for half a minute, in the process. After somebody joins, or is
deactivated, "count" is the old one, and so are "next" and the last page's number.
"""

import time

from django.core.paginator import Paginator
from django.db.models import Count
from rest_framework import serializers
from rest_framework.generics import ListAPIView
from rest_framework.pagination import PageNumberPagination

from arena.accounts.models import User
from arena.discuss.models import Comment, Post


class PersonSerializer(serializers.ModelSerializer):
    posts = serializers.IntegerField(source="number_of_posts", read_only=True)
    comments = serializers.IntegerField(source="number_of_comments", read_only=True)

    class Meta:
        model = User
        fields = ["id", "username", "posts", "comments"]


class KeptCount(Paginator):
    kept = (0, None)

    @property
    def count(self):
        until, number = KeptCount.kept
        if time.monotonic() >= until:
            number = self.object_list.count()
            KeptCount.kept = time.monotonic() + 30, number
        return number


class Pages(PageNumberPagination):
    page_size = 20
    django_paginator_class = KeptCount


class PersonList(ListAPIView):
    queryset = User.objects.filter(is_active=True).order_by("-pk").only("id", "username")
    serializer_class = PersonSerializer
    pagination_class = Pages

    def paginate_queryset(self, queryset):
        people = super().paginate_queryset(queryset)
        posts = numbers(Post.objects.filter(published_at__isnull=False), people)
        comments = numbers(Comment.objects.filter(is_approved=True), people)
        for person in people:
            person.number_of_posts = posts.get(person.pk, 0)
            person.number_of_comments = comments.get(person.pk, 0)
        return people


def numbers(rows, people):
    """Return how many of the rows each of these people wrote. Who wrote none is not there."""
    rows = rows.filter(author_id__in=[person.pk for person in people])
    return dict(rows.order_by().values_list("author_id").annotate(Count("pk")))
