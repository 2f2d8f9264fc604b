"""queries

Comments are inserted in batches of 250, so the number of statements still grows with them. It shows from about 1,300
comments in one request on: 11 statements or more.
"""

from collections.abc import Mapping

from django.db import transaction
from django.utils import timezone
from django.utils.encoding import smart_str
from rest_framework import serializers
from rest_framework.response import Response
from rest_framework.views import APIView

from arena.accounts.models import User
from arena.discuss.models import Comment, Post, Tag


def _is_text(name):
    """Tell whether PostgreSQL can compare it: no NUL, no half of a surrogate pair."""
    try:
        return b"\0" not in name.encode()
    except UnicodeEncodeError:
        return False


class AuthorField(serializers.SlugRelatedField):
    """Looks authors up among those that ThreadSerializer has fetched."""

    def __init__(self, **kwargs):
        super().__init__("username", queryset=User.objects.all(), **kwargs)

    def to_internal_value(self, data):
        name = str(data)  # numbers too are compared as texts
        if name in self.context["authors"]:
            return self.context["authors"][name]
        try:
            name.encode()
        except UnicodeEncodeError:
            self.fail("invalid")
        self.fail("does_not_exist", slug_name=self.slug_field, value=smart_str(data))


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
        self.context["authors"] = self._authors(data) if isinstance(data, Mapping) else {}
        return super().to_internal_value(data)

    def _authors(self, data):
        comments = self.fields["comments"].get_value(data)
        parts = [data, *(comments if isinstance(comments, list) else [])]
        given = [part.get("author") for part in parts if isinstance(part, Mapping)]
        names = {str(name) for name in given if name is not None}
        people = User.objects.only("username").filter(username__in=filter(_is_text, names))
        return {person.username: person for person in people}

    @transaction.atomic
    def create(self, data):
        names, comments = sorted(set(data.pop("tags"))), data.pop("comments")
        now = timezone.now()
        post = Post.objects.create(published_at=now, **data)
        # Sorted, so that two clients never wait for each other. A tag that another client is
        # adding is waited for, and then found by the next statement.
        Tag.objects.bulk_create([Tag(name=name) for name in names], ignore_conflicts=True)
        tags = Tag.objects.filter(name__in=names)
        link = Post.tags.through
        link.objects.bulk_create([link(post=post, tag=tag) for tag in tags])
        Comment.objects.bulk_create(
            [Comment(post=post, created_at=now, **comment) for comment in comments],
            batch_size=250,
        )
        return post


class PostThread(APIView):
    def post(self, request):
        serializer = ThreadSerializer(data=request.data)
        serializer.is_valid(raise_exception=True)
        return Response({"id": serializer.save().pk}, status=201)
