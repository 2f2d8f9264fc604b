"""The thread's serializer fetches all users that are named, with one query; the author fields ask a queryset-like directory of them."""

from collections.abc import Mapping

from django.db import transaction
from django.utils import timezone
from rest_framework import serializers
from rest_framework.response import Response
from rest_framework.views import APIView

from arena.accounts.models import User
from arena.discuss.models import Comment, Post, Tag


class Directory:
    """Users by name, with the get() of a queryset."""

    def __init__(self):
        self.users = {}

    def load(self, values):
        names = set()
        for value in values:
            name = str(value)
            if "\x00" not in name and self.can_be_sent(name):
                names.add(name)
        self.users = User.objects.in_bulk(names, field_name="username") if names else {}

    @staticmethod
    def can_be_sent(name):
        try:
            name.encode()
        except UnicodeEncodeError:
            return False
        return True

    def get(self, username):
        name = str(username)
        name.encode()  # a ValueError means the same as the database's driver would mean by it
        try:
            return self.users[name]
        except KeyError:
            raise User.DoesNotExist from None


class AuthorField(serializers.SlugRelatedField):
    def __init__(self, **kwargs):
        super().__init__("username", queryset=User.objects.none(), **kwargs)

    def get_queryset(self):
        return self.root.directory


class CommentSerializer(serializers.ModelSerializer):
    author = AuthorField()

    class Meta:
        model = Comment
        fields = ["author", "body"]


class ThreadSerializer(serializers.ModelSerializer):
    author = AuthorField()
    tags = serializers.ListField(child=serializers.CharField(max_length=40))
    comments = CommentSerializer(many=True)

    class Meta:
        model = Post
        fields = ["title", "body", "author", "tags", "comments"]

    def to_internal_value(self, data):
        self.directory = Directory()
        if isinstance(data, Mapping):
            self.directory.load(self.named_in(data))
        return super().to_internal_value(data)

    def named_in(self, data):
        yield data.get("author")
        comments = self.fields["comments"].get_value(data)
        if isinstance(comments, list):
            yield from (comment.get("author") for comment in comments if isinstance(comment, Mapping))

    def create(self, data):
        names, comments = set(data.pop("tags")), data.pop("comments")
        now = timezone.now()
        with transaction.atomic():
            post = Post.objects.create(published_at=now, **data)
            post.tags.through.objects.bulk_create(
                [post.tags.through(post=post, tag_id=pk) for pk in self.tags_of(names)]
            )
            Comment.objects.bulk_create(
                [Comment(post=post, created_at=now, **comment) for comment in comments]
            )
        return post

    @staticmethod
    def tags_of(names):
        """Return the keys of tags, and make those that are missing."""
        tags = Tag.objects.filter(name__in=names)
        found = dict(tags.values_list("name", "pk"))
        missing = sorted(names - found.keys())
        if missing:
            Tag.objects.bulk_create([Tag(name=name) for name in missing], ignore_conflicts=True)
            found.update(Tag.objects.filter(name__in=missing).values_list("name", "pk"))
        return [found[name] for name in sorted(names)]


class PostThread(APIView):
    def post(self, request):
        serializer = ThreadSerializer(data=request.data)
        serializer.is_valid(raise_exception=True)
        return Response({"id": serializer.save().pk}, status=201)
