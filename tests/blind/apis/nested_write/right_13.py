"""Right: the people are looked up by the top serializer; tags are upserted, which gives their keys."""

from django.db import transaction
from django.utils import timezone
from rest_framework import serializers
from rest_framework.response import Response
from rest_framework.views import APIView

from arena.accounts.models import User
from arena.discuss.models import Comment, Post, Tag


class People:
    """Usernames that were asked about, and who was found."""

    def __init__(self):
        self.found = {}

    def load(self, values):
        names = {value for value in values if isinstance(value, str) and "\0" not in value}
        names = {name for name in names if name.isascii() or self.is_unicode(name)}
        for person in User.objects.filter(username__in=list(names)).only("username"):
            self.found[person.username] = person

    @staticmethod
    def is_unicode(name):
        return not any("\ud800" <= letter <= "\udfff" for letter in name)


class Username(serializers.SlugRelatedField):
    def get_queryset(self):
        return self

    def get(self, username):
        """Stand in for a queryset."""
        if isinstance(username, str) and not People.is_unicode(username):
            raise ValueError(username)
        try:
            return self.context["people"].found[str(username)]
        except KeyError:
            raise User.DoesNotExist from None


class CommentSerializer(serializers.ModelSerializer):
    author = Username("username", queryset=User.objects.all())

    class Meta:
        model = Comment
        fields = ["author", "body"]


class ThreadSerializer(serializers.ModelSerializer):
    author = Username("username", queryset=User.objects.all())
    tags = serializers.ListField(child=serializers.CharField(max_length=40))
    comments = CommentSerializer(many=True)

    class Meta:
        model = Post
        fields = ["title", "body", "author", "tags", "comments"]

    def to_internal_value(self, data):
        if isinstance(data, dict):
            comments = data.get("comments")
            rows = [data, *(comments if isinstance(comments, list) else [])]
            authors = [row.get("author") for row in rows if isinstance(row, dict)]
            numbers = [str(author) for author in authors if isinstance(author, (int, float))]
            self.context["people"].load([*authors_as_text(authors), *numbers])
        return super().to_internal_value(data)

    def create(self, data):
        names, comments = data.pop("tags"), data.pop("comments")
        now = timezone.now()
        with transaction.atomic():
            post = Post(published_at=now, **data)
            post.save(force_insert=True)
            tags = Tag.objects.bulk_create(
                [Tag(name=name) for name in sorted(set(names))],
                update_conflicts=True,
                update_fields=["name"],
                unique_fields=["name"],
            )
            Post.tags.through.objects.bulk_create(
                Post.tags.through(post_id=post.pk, tag_id=tag.pk) for tag in tags
            )
            Comment.objects.bulk_create(
                Comment(post=post, created_at=now, **comment) for comment in comments
            )
        return post


def authors_as_text(authors):
    return [author for author in authors if isinstance(author, str)]


class PostThread(APIView):
    def post(self, request):
        serializer = ThreadSerializer(data=request.data, context={"people": People()})
        serializer.is_valid(raise_exception=True)
        return Response({"id": serializer.save().pk}, status=201)
