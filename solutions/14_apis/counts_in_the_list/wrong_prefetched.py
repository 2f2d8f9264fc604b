"""Two prefetches fetch all posts and comments of the page, only to be counted.

Breaks: fetched
Fails: rows
"""

from django.db.models import Prefetch
from rest_framework import serializers
from rest_framework.generics import ListAPIView
from rest_framework.pagination import PageNumberPagination

from arena.accounts.models import User
from arena.discuss.models import Comment, Post


class PersonSerializer(serializers.ModelSerializer):
    posts = serializers.IntegerField(source="posts.count")
    comments = serializers.IntegerField(source="comments.count")

    class Meta:
        model = User
        fields = ["id", "username", "posts", "comments"]


class Pages(PageNumberPagination):
    page_size = 20


class PersonList(ListAPIView):
    queryset = (
        User.objects.filter(is_active=True)
        .prefetch_related(
            Prefetch("posts", queryset=Post.objects.filter(published_at__isnull=False)),
            Prefetch("comments", queryset=Comment.objects.filter(is_approved=True)),
        )
        .order_by("-pk")
    )
    serializer_class = PersonSerializer
    pagination_class = Pages
