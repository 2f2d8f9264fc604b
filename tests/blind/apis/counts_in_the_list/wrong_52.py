"""Breaks: fetched.

prefetch_related() makes the number of queries constant, but fetches every post and comment of the twenty people, with their bodies, only
to call len(): it shows with anybody who has written something.
"""

from django.db.models import Prefetch
from rest_framework import serializers
from rest_framework.generics import ListAPIView
from rest_framework.pagination import PageNumberPagination

from arena.accounts.models import User
from arena.discuss.models import Comment, Post


class PersonSerializer(serializers.ModelSerializer):
    posts = serializers.SerializerMethodField()
    comments = serializers.SerializerMethodField()

    class Meta:
        model = User
        fields = ["id", "username", "posts", "comments"]

    def get_posts(self, person):
        return len(person.published)

    def get_comments(self, person):
        return len(person.approved)


class Pages(PageNumberPagination):
    page_size = 20


class PersonList(ListAPIView):
    queryset = (
        User.objects.filter(is_active=True)
        .prefetch_related(
            Prefetch("posts", Post.objects.filter(published_at__isnull=False), to_attr="published"),
            Prefetch("comments", Comment.objects.filter(is_approved=True), to_attr="approved"),
        )
        .order_by("-pk")
    )
    serializer_class = PersonSerializer
    pagination_class = Pages
