"""Django REST Framework's cursor is a time and an offset among the posts of that time.

When one of these is added or deleted, the offset points at another post. Nor is the cursor signed:
one with an invalid time ends with status 500.

Breaks: steady
Fails: steady
"""

from rest_framework import serializers
from rest_framework.generics import ListAPIView
from rest_framework.pagination import CursorPagination

from arena.discuss.models import Post


class PostSerializer(serializers.ModelSerializer):
    class Meta:
        model = Post
        fields = ["id", "title"]


class Pages(CursorPagination):
    ordering = ("-published_at", "-pk")
    page_size = 20
    page_size_query_param = "limit"
    max_page_size = 100


class PostList(ListAPIView):
    serializer_class = PostSerializer
    pagination_class = Pages
    queryset = Post.objects.filter(published_at__isnull=False)
