"""Django REST Framework's class makes the links, and gets another cursor and another condition."""

from datetime import datetime

from django.core import signing
from rest_framework import serializers
from rest_framework.exceptions import NotFound
from rest_framework.generics import ListAPIView
from rest_framework.pagination import CursorPagination

from arena.discuss.models import Post


class PostSerializer(serializers.ModelSerializer):
    class Meta:
        model = Post
        fields = ["id", "title"]


class Pages(CursorPagination):
    page_size = 20
    page_size_query_param = "limit"
    max_page_size = 100

    def paginate_queryset(self, queryset, request, view=None):
        self.base_url = request.build_absolute_uri()
        self.page_size = self.get_page_size(request)
        if place := self.decode_cursor(request):
            at, key = place
            queryset = queryset.filter(published_at__lte=at).exclude(published_at=at, pk__gte=key)
        found = list(queryset[: self.page_size + 1])
        self.page = found[: self.page_size]
        self.more = len(found) > self.page_size
        return self.page

    def decode_cursor(self, request):
        text = request.query_params.get(self.cursor_query_param)
        if text is None:
            return None
        try:
            moment, key = signing.loads(text)
        except signing.BadSignature as error:
            raise NotFound(self.invalid_cursor_message) from error
        return datetime.fromisoformat(moment), key

    def get_next_link(self):
        if not self.more:
            return None
        last = self.page[-1]
        return f"{self.base_url.split('?')[0]}?{self._query(last)}"

    def _query(self, last):
        cursor = signing.dumps([last.published_at.isoformat(), last.pk], compress=True)
        return f"limit={self.page_size}&cursor={cursor}"

    def get_previous_link(self):
        return None


class PostList(ListAPIView):
    serializer_class = PostSerializer
    pagination_class = Pages
    queryset = Post.objects.filter(published_at__isnull=False).order_by("-published_at", "-pk")
