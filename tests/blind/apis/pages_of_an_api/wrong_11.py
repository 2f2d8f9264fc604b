"""Wrong, steady: with ties at the end of a page, DRF's cursor says how many of them to skip.

If one of those tied posts is hidden, deleted or added in between, posts are missed or shown twice.
The cursors are signed.
"""

from django.core import signing
from rest_framework import serializers
from rest_framework.exceptions import NotFound
from rest_framework.generics import ListAPIView
from rest_framework.pagination import Cursor, CursorPagination
from rest_framework.utils.urls import replace_query_param

from arena.discuss.models import Post

SALT = "arena.discuss.pages"


class PostSerializer(serializers.ModelSerializer):
    class Meta:
        model = Post
        fields = ["id", "title"]


class Pages(CursorPagination):
    page_size = 20
    page_size_query_param = "limit"
    max_page_size = 100
    ordering = ("-published_at", "-pk")

    def encode_cursor(self, cursor):
        return replace_query_param(self.base_url, "cursor", signing.dumps(cursor, salt=SALT))

    def decode_cursor(self, request):
        cursor = request.query_params.get("cursor")
        if cursor is None:
            return None
        try:
            return Cursor(*signing.loads(cursor, salt=SALT))
        except signing.BadSignature:
            raise NotFound(self.invalid_cursor_message) from None


class PostList(ListAPIView):
    serializer_class = PostSerializer
    pagination_class = Pages
    queryset = Post.objects.filter(published_at__isnull=False).order_by("-published_at", "-pk")
