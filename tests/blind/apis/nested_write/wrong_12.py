"""Wrong, nothing: tags are committed before the transaction, and stay if the rest of it fails."""

from collections.abc import Mapping

from django.db import transaction
from django.utils import timezone
from rest_framework import serializers
from rest_framework.response import Response
from rest_framework.views import APIView

from arena.accounts.models import User
from arena.discuss.models import Comment, Post, Tag


def storable(text):
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return "\0" not in text


def authors_of(data):
    """Return the people that a request names, by username, with one query for all."""
    parts = [data]
    if isinstance(data, Mapping) and isinstance(data.get("comments"), list):
        parts += data["comments"]
    values = [part.get("author") for part in parts if isinstance(part, Mapping)]
    names = {str(value) for value in values if value is not None}
    found = User.objects.filter(username__in=sorted(filter(storable, names)))
    return {person.username: person for person in found}


class AuthorField(serializers.SlugRelatedField):
    def __init__(self, **kwargs):
        super().__init__("username", queryset=User.objects.all(), **kwargs)

    def to_internal_value(self, data):
        name = str(data)
        if name in self.context["authors"]:
            return self.context["authors"][name]
        try:
            name.encode()
        except UnicodeEncodeError:
            self.fail("invalid")
        self.fail("does_not_exist", slug_name="username", value=name)


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

    def create(self, data):
        names = sorted(set(data.pop("tags")))
        known = set(Tag.objects.filter(name__in=names).values_list("name", flat=True))
        missing = [Tag(name=name) for name in names if name not in known]
        Tag.objects.bulk_create(missing, ignore_conflicts=True)
        tags = list(Tag.objects.filter(name__in=names).values_list("pk", flat=True))
        return self.create_post(data, tags)

    @transaction.atomic
    def create_post(self, data, tags):
        comments = data.pop("comments")
        now = timezone.now()
        post = Post.objects.create(published_at=now, **data)
        if tags:
            link = Post.tags.through
            link.objects.bulk_create([link(post=post, tag_id=pk) for pk in tags])
        Comment.objects.bulk_create(
            [Comment(post=post, created_at=now, **comment) for comment in comments]
        )
        return post


class PostThread(APIView):
    def post(self, request):
        context = {"authors": authors_of(request.data)}
        serializer = ThreadSerializer(data=request.data, context=context)
        serializer.is_valid(raise_exception=True)
        return Response({"id": serializer.save().pk}, status=201)
