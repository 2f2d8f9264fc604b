"""A short APIView with two ranges in turn: first the rest of the last post's ties, then everything older."""

from django.core import signing
from django.utils.dateparse import parse_datetime
from rest_framework import serializers
from rest_framework.exceptions import ParseError
from rest_framework.response import Response
from rest_framework.views import APIView

from arena.discuss.models import Post

COLUMNS = ("published_at", "id", "title")


class PostSerializer(serializers.ModelSerializer):
    class Meta:
        model = Post
        fields = ["id", "title"]


def limit_of(text):
    try:
        number = int(text)
    except (TypeError, ValueError):
        number = 0
    return min(number, 100) if number > 0 else 20


class PostList(APIView):
    posts = Post.objects.filter(published_at__isnull=False).order_by("-published_at", "-pk").only(*COLUMNS)

    def get(self, request):
        limit = limit_of(request.GET.get("limit"))
        posts = self.page(request.GET.get("cursor"), limit + 1)
        following = None
        if len(posts) > limit:
            last = posts[limit - 1]
            address = request.GET.copy()
            address["limit"] = str(limit)
            address["cursor"] = signing.dumps([last.published_at.isoformat(), last.pk], salt="api-posts", compress=True)
            following = request.build_absolute_uri(f"{request.path}?{address.urlencode()}")
        return Response({"next": following, "results": PostSerializer(posts[:limit], many=True).data})

    def page(self, cursor, number):
        if cursor is None:
            return list(self.posts[:number])
        try:
            text, pk = signing.loads(cursor, salt="api-posts")
        except signing.BadSignature as error:
            raise ParseError("cursor") from error
        at = parse_datetime(text)
        ties = list(self.posts.filter(published_at=at, pk__lt=pk)[:number])
        if len(ties) == number:
            return ties
        return ties + list(self.posts.filter(published_at__lt=at)[: number - len(ties)])
