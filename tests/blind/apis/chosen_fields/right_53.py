"""The serializer drops fields itself; a table says which columns and which prefetches each field needs, also for author and contest."""

from django.db.models import Prefetch
from rest_framework import serializers
from rest_framework.exceptions import ValidationError
from rest_framework.generics import ListAPIView

from arena.accounts.models import User
from arena.contests.models import Contest
from arena.discuss.models import Comment, Post, Tag


class PostSerializer(serializers.ModelSerializer):
    author = serializers.CharField(source="author.username")
    contest = serializers.CharField(source="contest.title", default=None)
    byline = serializers.SerializerMethodField()
    tags = serializers.SlugRelatedField(slug_field="name", many=True, read_only=True)
    comments = serializers.SlugRelatedField(slug_field="body", many=True, read_only=True)

    class Meta:
        model = Post
        fields = ["id", "title", "body", "author", "contest", "byline", "tags", "comments"]

    def __init__(self, *args, only=None, **kwargs):
        super().__init__(*args, **kwargs)
        if only is not None:
            for name in set(self.fields) - set(only):
                del self.fields[name]

    def get_byline(self, post):
        return f"{post.title}, by {post.author.username}"


COLUMNS = {
    "title": ["title"],
    "body": ["body"],
    "author": ["author"],
    "contest": ["contest"],
    "byline": ["title", "author"],
}
RELATIONS = {
    "author": ["author"],
    "contest": ["contest"],
    "byline": ["author"],
    "tags": ["tags"],
    "comments": ["comments"],
}
QUERIES = {
    "author": lambda: User.objects.only("username"),
    "contest": lambda: Contest.objects.only("title"),
    "tags": lambda: Tag.objects.only("name").order_by("pk"),
    "comments": lambda: (
        Comment.objects.filter(is_approved=True).only("body", "post").order_by("pk")
    ),
}


def needed(table, names):
    return {item for name in names for item in table.get(name, [])}


class PostList(ListAPIView):
    queryset = Post.objects.filter(published_at__isnull=False).order_by("-published_at", "-pk")
    pagination_class = None
    filter_backends = []

    def names(self):
        public = PostSerializer.Meta.fields
        names = [name for name in self.request.GET.get("fields", "").split(",") if name]
        if any(name not in public for name in names):
            raise ValidationError({"fields": "There is no such field."})
        return names or public

    def get_serializer(self, *args, **kwargs):
        return PostSerializer(*args, only=self.names(), **kwargs)

    def get_queryset(self):
        names = self.names()
        posts = super().get_queryset().only("id", *needed(COLUMNS, names))
        for relation in sorted(needed(RELATIONS, names)):
            posts = posts.prefetch_related(Prefetch(relation, QUERIES[relation]()))
        return posts[:20]
