"""No paginator: the view's list() compares the row (published_at, id) in SQL with two signed numbers."""

from datetime import datetime, timedelta, timezone
from urllib.parse import urlencode

from django.core.signing import BadSignature, Signer
from rest_framework import serializers
from rest_framework.exceptions import ParseError
from rest_framework.generics import ListAPIView
from rest_framework.response import Response

from arena.discuss.models import Post

EPOCH = datetime(1970, 1, 1, tzinfo=timezone.utc)
MICROSECOND = timedelta(microseconds=1)
signer = Signer(salt="pages-of-posts", sep="~")


class PostSerializer(serializers.ModelSerializer):
    class Meta:
        model = Post
        fields = ["id", "title"]


class PostList(ListAPIView):
    serializer_class = PostSerializer
    pagination_class = None
    queryset = Post.objects.filter(published_at__isnull=False).order_by("-published_at", "-pk")

    def list(self, request, *args, **kwargs):
        limit = self.limit()
        posts = self.get_queryset().only("id", "title", "published_at")
        if "cursor" in request.query_params:
            posts = posts.extra(
                where=["(discuss_post.published_at, discuss_post.id) < (%s, %s)"],
                params=read(request.query_params["cursor"]),
            )
        found = list(posts[: limit + 1])
        shown = found[:limit]
        after = self.address(shown[-1], limit) if len(found) > limit else None
        return Response({"next": after, "results": self.get_serializer(shown, many=True).data})

    def limit(self):
        try:
            limit = int(self.request.query_params.get("limit", ""))
        except ValueError:
            return 20
        return min(limit, 100) if limit > 0 else 20

    def address(self, post, limit):
        query = {**self.request.query_params.dict(), "limit": limit, "cursor": write(post)}
        return self.request.build_absolute_uri(f"{self.request.path}?{urlencode(query)}")


def write(post):
    return signer.sign(f"{(post.published_at - EPOCH) // MICROSECOND}.{post.pk}")


def read(cursor):
    try:
        microseconds, pk = signer.unsign(cursor).split(".")
    except BadSignature:
        raise ParseError("This cursor is not ours.") from None
    return EPOCH + int(microseconds) * MICROSECOND, int(pk)
