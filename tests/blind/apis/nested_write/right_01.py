"""One query for all people, then bulk_create() with ignore_conflicts and a second look."""

from collections.abc import Mapping

from django.db import transaction
from django.utils import timezone
from rest_framework import serializers
from rest_framework.fields import empty
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
        if name not in self.root.people:
            self.fail("does_not_exist", slug_name=self.slug_field, value=name)
        return self.root.people[name]


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

    def to_internal_value(self, data):
        self.people = self.find_people(data)
        return super().to_internal_value(data)

    def find_people(self, data):
        if not isinstance(data, Mapping):
            return {}
        values = [self.fields["author"].get_value(data)]
        comments = self.fields["comments"].get_value(data)
        if isinstance(comments, list):
            author = self.fields["comments"].child.fields["author"]
            values += [author.get_value(item) for item in comments if isinstance(item, Mapping)]
        names = {name_of(value) for value in values if value is not empty} - {None}
        return {user.username: user for user in User.objects.filter(username__in=names)}

    @transaction.atomic
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
    def post(self, request):
        serializer = ThreadSerializer(data=request.data)
        serializer.is_valid(raise_exception=True)
        return Response({"id": serializer.save().pk}, status=201)
