"""A queryset with a method per field; the list of tags and comments is kept in to_attr."""

from django.db.models import Prefetch, QuerySet
from rest_framework import serializers
from rest_framework.exceptions import ValidationError
from rest_framework.generics import ListAPIView

from arena.discuss.models import Comment, Post, Tag


class PostQuerySet(QuerySet):
    def newest(self):
        return self.filter(published_at__isnull=False).order_by("-published_at", "-pk")

    def with_fields(self, names):
        columns = ["pk"]
        posts = self
        if {"title", "byline"} & names:
            columns.append("title")
        if "body" in names:
            columns.append("body")
        if {"author", "byline"} & names:
            columns.append("author__username")
            posts = posts.select_related("author")
        if "contest" in names:
            columns.append("contest__title")
            posts = posts.select_related("contest")
        if "tags" in names:
            tags = Tag.objects.only("name").order_by("pk")
            posts = posts.prefetch_related(Prefetch("tags", tags, to_attr="its_tags"))
        if "comments" in names:
            approved = Comment.objects.filter(is_approved=True).only("post", "body").order_by("pk")
            posts = posts.prefetch_related(Prefetch("comments", approved, to_attr="approved"))
        return posts.only(*columns)


class PostSerializer(serializers.ModelSerializer):
    author = serializers.CharField(source="author.username")
    contest = serializers.CharField(source="contest.title", default=None)
    byline = serializers.SerializerMethodField()
    tags = serializers.SerializerMethodField()
    comments = serializers.SerializerMethodField()

    class Meta:
        model = Post
        fields = ["id", "title", "body", "author", "contest", "byline", "tags", "comments"]

    def get_fields(self):
        names = self.context["names"]
        return {name: field for name, field in super().get_fields().items() if name in names}

    def get_byline(self, post):
        return f"{post.title}, by {post.author.username}"

    def get_tags(self, post):
        return [tag.name for tag in post.its_tags]

    def get_comments(self, post):
        return [comment.body for comment in post.approved]


class PostList(ListAPIView):
    serializer_class = PostSerializer
    pagination_class = None
    filter_backends = []

    def names(self):
        public = set(PostSerializer.Meta.fields)
        names = {name for name in self.request.GET.get("fields", "").split(",") if name} or public
        if not names <= public:
            raise ValidationError({"fields": "There is no such field."})
        return names

    def get_queryset(self):
        return PostQuerySet(Post).newest().with_fields(self.names())[:20]

    def get_serializer_context(self):
        return {**super().get_serializer_context(), "names": self.names()}
