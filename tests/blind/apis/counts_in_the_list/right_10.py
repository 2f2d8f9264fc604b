"""The page of plain people, and a second query that counts for just these ids."""

from django.core.paginator import Page, Paginator
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


class CountedPage(Page):
    def __init__(self, object_list, number, paginator):
        people = list(object_list)
        posts = (
            Post.objects.filter(author=OuterRef("pk"), published_at__isnull=False)
            .values("author")
            .annotate(n=Count("pk"))
            .values("n")
        )
        comments = (
            Comment.objects.filter(author=OuterRef("pk"), is_approved=True)
            .values("author")
            .annotate(n=Count("pk"))
            .values("n")
        )
        rows = User.objects.filter(pk__in=[person.pk for person in people]).values_list(
            "pk", Coalesce(Subquery(posts), 0), Coalesce(Subquery(comments), 0)
        )
        counts = {key: (of_posts, of_comments) for key, of_posts, of_comments in rows}
        for person in people:
            person.post_count, person.comment_count = counts.get(person.pk, (0, 0))
        super().__init__(people, number, paginator)


class CountedPaginator(Paginator):
    def _get_page(self, *args, **kwargs):
        return CountedPage(*args, **kwargs)


class Pages(PageNumberPagination):
    page_size = 20
    django_paginator_class = CountedPaginator


class PersonList(ListAPIView):
    queryset = User.objects.filter(is_active=True).order_by("-pk")
    serializer_class = PersonSerializer
    pagination_class = Pages
