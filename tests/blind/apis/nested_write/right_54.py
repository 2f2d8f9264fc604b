"""Comments are first checked with plain author values; then all authors are looked up at once, and both kinds of errors are merged."""

from collections.abc import Mapping

from django.core.exceptions import ObjectDoesNotExist
from django.db import transaction
from django.utils import timezone
from rest_framework import serializers
from rest_framework.response import Response
from rest_framework.views import APIView

from arena.accounts.models import User
from arena.discuss.models import Comment, Post, Tag


class NameField(serializers.SlugRelatedField):
    """Leaves the name as it is. The list of comments turns it into a user."""

    def to_internal_value(self, data):
        return data


class CommentListSerializer(serializers.ListSerializer):
    def to_internal_value(self, data):
        self.authors = {}
        errors, values = {}, []
        try:
            values = super().to_internal_value(data)
        except serializers.ValidationError as error:
            # Errors of the whole list have no positions, and nothing can be added to them.
            if not all(isinstance(key, int) for key in error.detail):
                raise
            errors = dict(error.detail)
        users = Users(self.authors.values())
        for position, name in self.authors.items():
            try:
                self.authors[position] = users.get(name)
            except ObjectDoesNotExist:
                message = self.child.fields["author"].error_messages["does_not_exist"]
                text = message.format(slug_name="username", value=name)
                self.add(errors, position, serializers.ErrorDetail(text, code="does_not_exist"))
            except ValueError:
                text = self.child.fields["author"].error_messages["invalid"]
                self.add(errors, position, serializers.ErrorDetail(text, code="invalid"))
        if errors:
            raise serializers.ValidationError({place: errors[place] for place in sorted(errors)})
        return [{**value, "author": self.authors[place]} for place, value in enumerate(values)]

    def run_child_validation(self, data):
        position = self.position
        self.position += 1
        try:
            value = super().run_child_validation(data)
        except serializers.ValidationError as error:
            # The author may be right or unknown although another field is wrong.
            if isinstance(data, Mapping) and "author" in data and "author" not in error.detail:
                self.authors[position] = data["author"]
            raise
        self.authors[position] = value["author"]
        return value

    def run_validation(self, data=serializers.empty):
        self.position = 0
        return super().run_validation(data)

    @staticmethod
    def add(errors, position, detail):
        errors[position] = {"author": [detail], **errors.get(position, {})}


class Users:
    """The users of some names, fetched with one query."""

    def __init__(self, values):
        names = {str(value) for value in values}
        sendable = [name for name in names if "\x00" not in name and self.is_text(name)]
        found = User.objects.filter(username__in=sendable) if sendable else []
        self.by_name = {user.username: user for user in found}

    @staticmethod
    def is_text(name):
        return not any(0xD800 <= ord(letter) <= 0xDFFF for letter in name)

    def get(self, value):
        name = str(value)
        if not self.is_text(name):
            raise ValueError(name)
        if name not in self.by_name:
            raise User.DoesNotExist(name)
        return self.by_name[name]


class CommentSerializer(serializers.ModelSerializer):
    author = NameField("username", queryset=User.objects.all())

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
        names = sorted(set(data.pop("tags")))
        comments = data.pop("comments")
        now = timezone.now()
        with transaction.atomic():
            post = Post(published_at=now, **data)
            post.save(force_insert=True)
            Tag.objects.bulk_create([Tag(name=name) for name in names], ignore_conflicts=True)
            post.tags.add(*Tag.objects.filter(name__in=names).values_list("pk", flat=True))
            said = [Comment(post=post, created_at=now, **comment) for comment in comments]
            Comment.objects.bulk_create(said)
        return post


class PostThread(APIView):
    def post(self, request):
        serializer = ThreadSerializer(data=request.data)
        serializer.is_valid(raise_exception=True)
        post = serializer.save()
        return Response({"id": post.pk}, status=201)
