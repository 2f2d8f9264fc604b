"""errors

The authors of comments are looked up in validate(), which is only called when all fields are right. It shows for a request
with two errors of different kinds: with a blank title and an unknown author of a comment, only the title is named.
"""

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


class Username(serializers.Field):
    """A username that ThreadSerializer.validate() looks up, all of them at once."""

    def run_validation(self, data=serializers.empty):
        return super().run_validation(None if data == "" else data)

    def to_internal_value(self, data):
        return data if isinstance(data, str) else str(data)


class CommentSerializer(serializers.ModelSerializer):
    author = Username()

    class Meta:
        model = Comment
        fields = ["author", "body"]


class ThreadSerializer(serializers.ModelSerializer):
    author = serializers.SlugRelatedField("username", queryset=User.objects.all())
    tags = serializers.ListField(child=serializers.CharField(max_length=40))
    comments = CommentSerializer(many=True)

    class Meta:
        model = Post
        fields = ["title", "body", "author", "tags", "comments"]

    def validate(self, attrs):
        names = {comment["author"] for comment in attrs["comments"]}
        people = User.objects.only("username").filter(username__in=filter(_is_text, names))
        known = {person.username: person for person in people}
        errors = {}
        for place, comment in enumerate(attrs["comments"]):
            name = comment["author"]
            if name in known:
                comment["author"] = known[name]
            else:
                message = f"Object with username={smart_str(name)} does not exist."
                errors[place] = {"author": [message]}
        if errors:
            raise serializers.ValidationError({"comments": errors})
        return attrs

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
            [Comment(post=post, created_at=now, **comment) for comment in comments]
        )
        return post


class PostThread(APIView):
    def post(self, request):
        serializer = ThreadSerializer(data=request.data)
        serializer.is_valid(raise_exception=True)
        return Response({"id": serializer.save().pk}, status=201)
