"""nothing

The tags are stored before the transaction begins, so that other clients need not wait: when the database refuses the post or a
comment, the new tags stay.
"""

from django.db import transaction
from django.utils import timezone
from django.utils.encoding import smart_str
from rest_framework import serializers
from rest_framework.response import Response
from rest_framework.utils import html
from rest_framework.views import APIView

from arena.accounts.models import User
from arena.discuss.models import Comment, Post, Tag


def is_storable(text):
    """Tell whether PostgreSQL can be asked for a text: not with NUL, nor with half a character."""
    return "\x00" not in text and not any("\ud800" <= sign <= "\udfff" for sign in text)


class KnownAuthorField(serializers.SlugRelatedField):
    """Finds users in what the list has fetched, with the same errors."""

    def to_internal_value(self, data):
        name = str(data)
        known = self.parent.parent.authors
        if name in known:
            return known[name]
        if any("\ud800" <= sign <= "\udfff" for sign in name):
            self.fail("invalid")
        self.fail("does_not_exist", slug_name=self.slug_field, value=smart_str(data))


class CommentListSerializer(serializers.ListSerializer):
    def to_internal_value(self, data):
        if html.is_html_input(data):
            data = html.parse_html_list(data, default=[])
        names = set()
        if isinstance(data, list):
            authors = [item.get("author") for item in data if hasattr(item, "get")]
            names = {name for name in map(str, authors) if is_storable(name)}
        found = User.objects.filter(username__in=names) if names else []
        self.authors = {user.username: user for user in found}
        return super().to_internal_value(data)


class CommentSerializer(serializers.ModelSerializer):
    author = KnownAuthorField("username", queryset=User.objects.all())

    class Meta:
        model = Comment
        fields = ["author", "body"]
        list_serializer_class = CommentListSerializer


class ThreadSerializer(serializers.ModelSerializer):
    author = serializers.SlugRelatedField("username", queryset=User.objects.all())
    tags = serializers.ListField(child=serializers.CharField(max_length=40))
    comments = CommentSerializer(many=True)

    class Meta:
        model = Post
        fields = ["title", "body", "author", "tags", "comments"]

    def create(self, data):
        names, comments = sorted(set(data.pop("tags"))), data.pop("comments")
        # Tags are shared: committed at once, they are never waited for.
        Tag.objects.bulk_create([Tag(name=name) for name in names], ignore_conflicts=True)
        return self.create_thread(data, names, comments)

    @transaction.atomic
    def create_thread(self, data, names, comments):
        now = timezone.now()
        post = Post.objects.create(published_at=now, **data)
        post.tags.add(*Tag.objects.filter(name__in=names))
        Comment.objects.bulk_create(
            [Comment(post=post, created_at=now, **comment) for comment in comments]
        )
        return post


class PostThread(APIView):
    def post(self, request):
        serializer = ThreadSerializer(data=request.data)
        serializer.is_valid(raise_exception=True)
        return Response({"id": serializer.save().pk}, status=201)
