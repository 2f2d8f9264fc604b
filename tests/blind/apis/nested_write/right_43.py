"""Author fields ask their root for all people of the request, fetched once when first needed; missing tags are added and looked up again."""

from collections.abc import Mapping

from django.db import transaction
from django.utils import timezone
from django.utils.functional import cached_property
from rest_framework import serializers
from rest_framework.response import Response
from rest_framework.views import APIView

from arena.accounts.models import User
from arena.discuss.models import Comment, Post, Tag


class People:
    """Answers get(username=...) as a queryset would, from one query."""

    def __init__(self, names):
        askable = [name for name in names if self._askable(name)]
        self._found = User.objects.in_bulk(askable, field_name="username") if askable else {}

    @staticmethod
    def _askable(name):
        return "\0" not in name and name == name.encode(errors="ignore").decode()

    def get(self, username):
        name = str(username)
        name.encode()  # half a surrogate pair raises a ValueError, as in a query
        try:
            return self._found[name]
        except KeyError:
            raise User.DoesNotExist from None


class AuthorField(serializers.SlugRelatedField):
    def get_queryset(self):
        return self.root.people


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
        names = {str(data.get("author"))}
        comments = self.fields["comments"].get_value(data)
        if isinstance(comments, list):
            for comment in comments:
                if isinstance(comment, Mapping):
                    names.add(str(comment.get("author")))
        return People(names)

    def create(self, data):
        names, comments = set(data.pop("tags")), data.pop("comments")
        now = timezone.now()
        with transaction.atomic():
            post = Post.objects.create(published_at=now, **data)
            post.tags.add(*self._tags(names))
            Comment.objects.bulk_create(
                Comment(post=post, created_at=now, **comment) for comment in comments
            )
        return post

    def _tags(self, names):
        keys = dict(Tag.objects.filter(name__in=names).values_list("name", "pk"))
        if missing := sorted(names - keys.keys()):  # in one order, so that nobody waits in a circle
            # Who adds the same tag at this moment, is waited for; then theirs is found.
            Tag.objects.bulk_create([Tag(name=name) for name in missing], ignore_conflicts=True)
            keys.update(Tag.objects.filter(name__in=missing).values_list("name", "pk"))
        return keys.values()


class PostThread(APIView):
    def post(self, request):
        serializer = ThreadSerializer(data=request.data)
        serializer.is_valid(raise_exception=True)
        return Response({"id": serializer.save().pk}, status=201)
