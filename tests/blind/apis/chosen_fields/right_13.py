"""Right: a serializer that knows its fields, and builds the queryset that they need."""

from django.db.models import F, Prefetch
from rest_framework import serializers
from rest_framework.exceptions import ValidationError
from rest_framework.generics import ListAPIView

from arena.discuss.models import Comment, Post, Tag


class PostSerializer(serializers.ModelSerializer):
    author = serializers.CharField(source="author_name")
    contest = serializers.CharField(source="contest_title")
    byline = serializers.SerializerMethodField()
    tags = serializers.SlugRelatedField(slug_field="name", many=True, read_only=True)
    comments = serializers.SlugRelatedField(slug_field="body", many=True, read_only=True)

    class Meta:
        model = Post
        fields = ["id", "title", "body", "author", "contest", "byline", "tags", "comments"]

    def get_byline(self, post):
        return f"{post.title}, by {post.author_name}"

    def get_fields(self):
        fields = super().get_fields()
        return {name: field for name, field in fields.items() if name in self.context["asked"]}


class PostList(ListAPIView):
    serializer_class = PostSerializer
    pagination_class = None
    filter_backends = []

    def asked(self):
        public = frozenset(PostSerializer.Meta.fields)
        asked = frozenset(self.request.GET.get("fields", "").split(",")) - {""}
        if not asked <= public:
            raise ValidationError({"fields": "There is no such field."})
        return asked or public

    def get_serializer_context(self):
        return {**super().get_serializer_context(), "asked": self.asked()}

    def get_queryset(self):
        asked = self.asked()
        posts = Post.objects.filter(published_at__isnull=False).order_by("-published_at", "-pk")
        columns = ["pk"]
        if asked & {"title", "byline"}:
            columns.append("title")
        if "body" in asked:
            columns.append("body")
        posts = posts.only(*columns)
        if asked & {"author", "byline"}:
            posts = posts.annotate(author_name=F("author__username"))
        if "contest" in asked:
            posts = posts.annotate(contest_title=F("contest__title"))
        if "tags" in asked:
            posts = posts.prefetch_related(Prefetch("tags", Tag.objects.order_by("pk")))
        if "comments" in asked:
            comments = Comment.objects.filter(is_approved=True).only("post_id", "body")
            posts = posts.prefetch_related(Prefetch("comments", comments.order_by("pk")))
        return posts[:20]
