"""next

A cursor is good for ten minutes. The address that a client got in "next" has the status 404 when it
is asked for later (a nightly job that waits, a browser's tab), although nobody has changed it.
"""

from datetime import UTC, datetime, timedelta

from django.core.signing import BadSignature, dumps, loads
from django.db.models import F
from django.db.models.fields.tuple_lookups import Tuple, TupleLessThan
from rest_framework import serializers
from rest_framework.exceptions import NotFound
from rest_framework.generics import GenericAPIView
from rest_framework.response import Response

from arena.discuss.models import Post

SALT = "after a post"
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
MICROSECOND = timedelta(microseconds=1)


class PostSerializer(serializers.ModelSerializer):
    class Meta:
        model = Post
        fields = ["id", "title"]


class PostList(GenericAPIView):
    serializer_class = PostSerializer
    queryset = Post.objects.filter(published_at__isnull=False).order_by("-published_at", "-pk")
    usual_limit = 20
    highest_limit = 100

    def get(self, request):
        posts = self.get_queryset()
        cursor = request.query_params.get("cursor")
        if cursor is not None:
            pair = Tuple(F("published_at"), F("pk"))
            posts = posts.filter(TupleLessThan(pair, self.decoded(cursor)))
        limit = self.limit()
        *page, following = [*posts.only("id", "title", "published_at")[: limit + 1], None][: limit + 1]
        if following is None:
            address = None
        else:
            address = self.address(page[-1])
        return Response({"next": address, "results": self.get_serializer(page, many=True).data})

    def limit(self):
        text = self.request.query_params.get("limit", "").strip()
        digits = text.removeprefix("+").lstrip("0")
        if not digits.isdecimal():
            return self.usual_limit
        return self.highest_limit if len(digits) > 3 else min(int(digits), self.highest_limit)

    def address(self, post):
        cursor = dumps([(post.published_at - EPOCH) // MICROSECOND, post.pk], salt=SALT)
        query = self.request.GET.copy()
        query["cursor"] = cursor
        return self.request.build_absolute_uri(f"{self.request.path}?{query.urlencode()}")

    def decoded(self, cursor):
        try:
            microseconds, pk = loads(cursor, salt=SALT, max_age=600)
        except BadSignature:
            raise NotFound("There is no such page.") from None
        return EPOCH + microseconds * MICROSECOND, pk
