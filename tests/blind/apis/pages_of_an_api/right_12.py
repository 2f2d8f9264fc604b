"""Right: a row comparison in SQL, and list() without a pagination class."""

import re
from datetime import UTC, datetime, timedelta

from django.core.signing import BadSignature, Signer
from rest_framework import serializers
from rest_framework.exceptions import NotFound
from rest_framework.generics import ListAPIView
from rest_framework.response import Response

from arena.discuss.models import Post

SIGNER = Signer(salt="api/posts", sep=".")
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
MICROSECOND = timedelta(microseconds=1)


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
        posts = self.get_queryset()
        if "cursor" in request.GET:
            moment, pk = self.position(request.GET["cursor"])
            table = Post._meta.db_table
            posts = posts.extra(
                where=[f'("{table}"."published_at", "{table}"."id") < (%s, %s)'],
                params=[moment, pk],
            )
        posts = list(posts[: limit + 1])
        more = len(posts) > limit
        posts = posts[:limit]
        address = self.address(posts[-1]) if more else None
        return Response({"next": address, "results": self.get_serializer(posts, many=True).data})

    def limit(self):
        number = re.fullmatch(r"\s*0*([1-9][0-9]*)\s*", self.request.GET.get("limit", ""))
        if not number:
            return 20
        return min(100, int(number[1][:4]))

    def position(self, cursor):
        try:
            microseconds, pk = SIGNER.unsign(cursor).split("_")
        except BadSignature as error:
            raise NotFound("This is no cursor.") from error
        return EPOCH + int(microseconds) * MICROSECOND, int(pk)

    def address(self, post):
        microseconds = (post.published_at - EPOCH) // MICROSECOND
        query = self.request.GET.copy()
        query["cursor"] = SIGNER.sign(f"{microseconds}_{post.pk}")
        return self.request.build_absolute_uri(f"{self.request.path}?{query.urlencode()}")
