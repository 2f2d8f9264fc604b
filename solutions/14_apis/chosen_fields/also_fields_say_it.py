"""Each field says itself what it needs: a function from a queryset to a queryset."""

from django.db.models import F, Prefetch
from rest_framework import serializers
from rest_framework.exceptions import ValidationError
from rest_framework.response import Response
from rest_framework.views import APIView

from arena.discuss.models import Comment, Post, Tag


def with_author(posts):
    return posts.annotate(author_name=F("author__username"))


def with_tags(posts):
    return posts.prefetch_related(Prefetch("tags", Tag.objects.order_by("pk")))


def with_comments(posts):
    approved = Comment.objects.filter(is_approved=True).order_by("pk")
    return posts.prefetch_related(Prefetch("comments", approved))


# For each field: how it is shown, the columns of the post, and what else it needs.
FIELDS = {
    "id": (serializers.IntegerField, {}, ["id"], []),
    "title": (serializers.CharField, {}, ["title"], []),
    "body": (serializers.CharField, {}, ["body"], []),
    "author": (serializers.CharField, {"source": "author_name"}, [], [with_author]),
    "contest": (
        serializers.CharField,
        {"source": "contest_title"},
        [],
        [lambda posts: posts.annotate(contest_title=F("contest__title"))],
    ),
    "byline": (serializers.SerializerMethodField, {}, ["title"], [with_author]),
    "tags": (
        serializers.SlugRelatedField,
        {"slug_field": "name", "many": True, "read_only": True},
        [],
        [with_tags],
    ),
    "comments": (
        serializers.SlugRelatedField,
        {"slug_field": "body", "many": True, "read_only": True},
        [],
        [with_comments],
    ),
}


class PostSerializer(serializers.Serializer):
    def __init__(self, *args, names, **kwargs):
        self.names = names
        super().__init__(*args, **kwargs)

    def get_fields(self):
        return {name: FIELDS[name][0](**FIELDS[name][1]) for name in self.names}

    def get_byline(self, post):
        return f"{post.title}, by {post.author_name}"


class PostList(APIView):
    def get(self, request):
        names = dict.fromkeys(name for name in request.GET.get("fields", "").split(",") if name)
        names = list(names or FIELDS)
        if not FIELDS.keys() >= set(names):
            raise ValidationError("There is no such field.")
        posts = Post.objects.filter(published_at__isnull=False).order_by("-published_at", "-pk")
        posts = posts.only("id", *[column for name in names for column in FIELDS[name][2]])
        for more in {more for name in names for more in FIELDS[name][3]}:
            posts = more(posts)
        return Response([PostSerializer(post, names=names).data for post in posts[:20]])
