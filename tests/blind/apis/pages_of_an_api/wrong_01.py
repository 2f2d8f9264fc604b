"""Breaks steady: CursorPagination counts an offset among ties, so a page after a deleted
tie misses a post."""

from django.core import signing
from rest_framework import serializers
from rest_framework.exceptions import NotFound
from rest_framework.generics import ListAPIView
from rest_framework.pagination import Cursor, CursorPagination
from rest_framework.utils.urls import replace_query_param

from arena.discuss.models import Post

SALT = "arena.discuss.posts"


class PostSerializer(serializers.ModelSerializer):
    class Meta:
        model = Post
        fields = ["id", "title"]


class Pages(CursorPagination):
    ordering = ("-published_at", "-pk")
    page_size = 20
    page_size_query_param = "limit"
    max_page_size = 100

    def encode_cursor(self, cursor):
        value = signing.dumps([cursor.offset, cursor.reverse, cursor.position], salt=SALT)
        return replace_query_param(self.base_url, self.cursor_query_param, value)

    def decode_cursor(self, request):
        encoded = request.query_params.get(self.cursor_query_param)
        if encoded is None:
            return None
        try:
            return Cursor(*signing.loads(encoded, salt=SALT))
        except signing.BadSignature:
            raise NotFound(self.invalid_cursor_message) from None


class PostList(ListAPIView):
    serializer_class = PostSerializer
    pagination_class = Pages
    queryset = Post.objects.filter(published_at__isnull=False).order_by("-published_at", "-pk")
