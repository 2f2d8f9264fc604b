"""A paginator that fetches a page by the ids of its slice, and has the database count in subqueries for these rows only."""

from django.core.paginator import Paginator
from django.db.models import IntegerField, OuterRef, Subquery
from rest_framework import serializers
from rest_framework.generics import ListAPIView
from rest_framework.pagination import PageNumberPagination

from arena.accounts.models import User
from arena.discuss.models import Comment, Post


class Number(Subquery):
    """How many rows a subquery has: 0 if none."""

    template = "(SELECT count(*) FROM (%(subquery)s) AS counted)"
    output_field = IntegerField()


class PeoplePaginator(Paginator):
    def _get_page(self, object_list, *args, **kwargs):
        # With numbers in the list itself, those of all skipped people would be counted, too.
        mine = {"author_id": OuterRef("pk")}
        posts = Post.objects.filter(published_at__isnull=False, **mine).values("pk")
        comments = Comment.objects.filter(is_approved=True, **mine).values("pk")
        people = (
            User.objects.filter(pk__in=object_list.values("pk"))
            .annotate(number_of_posts=Number(posts), number_of_comments=Number(comments))
            .only("id", "username")
            .order_by("-pk")
        )
        return super()._get_page(people, *args, **kwargs)


class PersonSerializer(serializers.ModelSerializer):
    posts = serializers.ReadOnlyField(source="number_of_posts")
    comments = serializers.ReadOnlyField(source="number_of_comments")

    class Meta:
        model = User
        fields = ["id", "username", "posts", "comments"]


class Pages(PageNumberPagination):
    page_size = 20
    django_paginator_class = PeoplePaginator


class PersonList(ListAPIView):
    queryset = User.objects.filter(is_active=True).order_by("-pk")
    serializer_class = PersonSerializer
    pagination_class = Pages
