"""One query for everything: each field is an expression of values(), tags and comments are arrays from subqueries."""

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import F, OuterRef
from rest_framework import serializers
from rest_framework.exceptions import ValidationError
from rest_framework.response import Response
from rest_framework.views import APIView

from arena.discuss.models import Comment, Post


class PostSerializer(serializers.ModelSerializer):
    author = serializers.CharField(source="_author")
    contest = serializers.CharField(source="_contest")
    byline = serializers.SerializerMethodField()
    tags = serializers.ListField(source="_tags")
    comments = serializers.ListField(source="_comments")

    class Meta:
        model = Post
        fields = ["id", "title", "body", "author", "contest", "byline", "tags", "comments"]

    def get_byline(self, post):
        return f"{post['title']}, by {post['_author']}"


def array(queryset, column):
    return ArraySubquery(queryset.order_by("tag_id" if column == "tag__name" else "pk").values(column))


AUTHOR = {"_author": F("author__username")}
PLAIN = {"title": ["title"], "body": ["body"], "byline": ["title"]}
COMPUTED = {
    "author": AUTHOR,
    "byline": AUTHOR,
    "contest": {"_contest": F("contest__title")},
    "tags": {
        "_tags": array(Post.tags.through.objects.filter(post=OuterRef("pk")), "tag__name"),
    },
    "comments": {
        "_comments": array(Comment.objects.filter(post=OuterRef("pk"), is_approved=True), "body"),
    },
}


class PostList(APIView):
    def get(self, request):
        public = PostSerializer.Meta.fields
        asked = [name for name in request.GET.get("fields", "").split(",") if name] or public
        if not set(asked).issubset(public):
            raise ValidationError({"fields": "There is no such field."})

        columns, computed = {"id"}, {}
        for name in asked:
            columns.update(PLAIN.get(name, []))
            computed.update(COMPUTED.get(name, {}))
        newest = Post.objects.filter(published_at__isnull=False).order_by("-published_at", "-pk")
        rows = newest.values(*columns, **computed)[:20]

        serializer = PostSerializer(rows, many=True)
        for name in set(public) - set(asked):
            del serializer.child.fields[name]
        return Response(serializer.data)
