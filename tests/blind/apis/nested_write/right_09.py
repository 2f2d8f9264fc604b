"""in_bulk() by username, at the moment when the first field asks; the view is atomic."""

from collections.abc import Mapping

from django.db import transaction
from django.utils import timezone
from django.utils.functional import cached_property
from rest_framework import serializers
from rest_framework.response import Response
from rest_framework.views import APIView

from arena.accounts.models import User
from arena.discuss.models import Comment, Post, Tag


def name_of(value):
    """Return a value as the database would compare it, or None where it can't be asked for."""
    text = str(value)
    try:
        text.encode()
    except UnicodeEncodeError:
        return None
    return None if "\0" in text else text


class AuthorField(serializers.SlugRelatedField):
    """Takes a person out of those that the whole thread has fetched."""

    def to_internal_value(self, data):
        name = name_of(data)
        if name is None:
            self.fail("invalid")
        person = self.root.people.get(name)
        if person is None:
            self.fail("does_not_exist", slug_name=self.slug_field, value=name)
        return person


class CommentSerializer(serializers.ModelSerializer):
    author = AuthorField("username", queryset=User.objects.all())

    class Meta:
        model = Comment
        fields = ["author", "body"]


class ThreadSerializer(serializers.ModelSerializer):
    author = AuthorField("username", queryset=User.objects.all())
    tags = serializers.ListField(child=serializers.CharField(max_length=40))
    comments = CommentSerializer(many=True)

    class Meta:
        model = Post
        fields = ["title", "body", "author", "tags", "comments"]

    @cached_property
    def people(self):
        data = self.initial_data
        comments = data.get("comments")
        parts = [data, *(comments if isinstance(comments, list) else [])]
        names = {
            name_of(part["author"])
            for part in parts
            if isinstance(part, Mapping) and "author" in part
        }
        return User.objects.in_bulk(names - {None}, field_name="username")

    def create(self, data):
        names, comments = data.pop("tags"), data.pop("comments")
        now = timezone.now()
        post = Post.objects.create(published_at=now, **data)
        # Sorted: two clients that insert the same two tags in two orders would wait for each other.
        names = sorted(set(names))
        Tag.objects.bulk_create([Tag(name=name) for name in names], ignore_conflicts=True)
        post.tags.add(*Tag.objects.filter(name__in=names))
        Comment.objects.bulk_create(
            [Comment(post=post, created_at=now, **comment) for comment in comments]
        )
        return post


class PostThread(APIView):
    @transaction.atomic
    def post(self, request):
        serializer = ThreadSerializer(data=request.data)
        serializer.is_valid(raise_exception=True)
        return Response({"id": serializer.save().pk}, status=201)
