"""Everything that Slowbook stores."""

import uuid

from django.contrib.auth.models import AbstractUser
from django.db import models
from django.db.models.functions import Upper


class Person(AbstractUser):
    """A person who takes part."""

    country = models.CharField(max_length=2)
    bio = models.TextField(blank=True)
    avatar = models.CharField(max_length=100, blank=True)
    last_seen = models.DateTimeField(null=True)
    follows = models.ManyToManyField("self", symmetrical=False, related_name="followers")
    # Triggers keep these three.
    points = models.IntegerField(default=0)
    tries = models.IntegerField(default=0)
    liked = models.IntegerField(default=0)

    class Meta(AbstractUser.Meta):
        indexes = [
            models.Index(Upper("username"), "id", name="person_upper"),
            models.Index(fields=["-points", "username"], name="person_points"),
        ]


class Flag(models.Model):
    """A part of the site that can be switched on and off."""

    name = models.CharField(max_length=40)
    is_on = models.BooleanField(default=False)


class Tag(models.Model):
    """What a post is about."""

    slug = models.SlugField(unique=True)
    name = models.CharField(max_length=40)


class Contest(models.Model):
    """A contest and its posts."""

    slug = models.SlugField(unique=True)
    title = models.CharField(max_length=200)
    text = models.TextField()
    starts = models.DateTimeField()
    ends = models.DateTimeField()
    # How many people have tried a problem of it. A trigger keeps it.
    people = models.IntegerField(default=0)
    moderators = models.ManyToManyField(Person, related_name="moderates")


class Post(models.Model):
    """A problem that people solve and talk about."""

    contest = models.ForeignKey(Contest, models.CASCADE, related_name="posts")
    author = models.ForeignKey(Person, models.CASCADE, related_name="posts")
    title = models.CharField(max_length=200)
    text = models.TextField()
    tags = models.ManyToManyField(Tag, related_name="posts")
    created = models.DateTimeField()
    # How much it is talked about: 3 for each like and 1 for each comment.
    hot = models.IntegerField(default=0)
    # Triggers keep these three, and `hot`.
    like_count = models.IntegerField(default=0)
    comment_count = models.IntegerField(default=0)
    attempt_count = models.IntegerField(default=0)
    # Made from the text by a migration: a text changes with a release only.
    html = models.TextField(default="")
    excerpt = models.TextField(default="")
    minutes = models.IntegerField(default=1)
    tag_slugs = models.JSONField(default=list)
    similar = models.JSONField(default=list)

    class Meta:
        indexes = [
            models.Index(fields=["-created", "-id"], name="post_new"),
            models.Index(fields=["-hot", "-id"], name="post_hot"),
        ]


class Attempt(models.Model):
    """An answer to a problem."""

    post = models.ForeignKey(Post, models.CASCADE, related_name="attempts", db_index=False)
    person = models.ForeignKey(Person, models.CASCADE, related_name="attempts", db_index=False)
    answer = models.TextField()
    score = models.IntegerField()
    seconds = models.IntegerField()
    created = models.DateTimeField()
    # How much of it stands in an earlier answer, in per cent. Only moderators are shown it.
    copied = models.IntegerField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["-created", "-id"], name="attempt_new"),
            models.Index(fields=["post", "person"], name="attempt_post_person"),
            models.Index(fields=["post", "-score", "seconds", "id"], name="attempt_post_best"),
            models.Index(fields=["person", "-created", "-id"], name="attempt_person_new"),
            # Those that the command has to compare with earlier ones.
            models.Index(
                fields=["id"], condition=models.Q(copied=None), name="attempt_not_compared"
            ),
        ]


class Standing(models.Model):
    """A row of a contest's table. A trigger on attempts keeps it."""

    contest = models.ForeignKey(Contest, models.CASCADE, db_index=False)
    person = models.ForeignKey(Person, models.CASCADE, db_index=False, related_name="+")
    points = models.IntegerField()
    seconds = models.IntegerField()
    solved = models.IntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["contest", "person"], name="standing_once"),
        ]
        indexes = [models.Index(fields=["contest", "-points", "seconds"], name="standing_best")]


class Tally(models.Model):
    """How many attempts took so many seconds, or were made in a month. A trigger keeps it."""

    kind = models.CharField(max_length=1)
    key = models.IntegerField()
    number = models.IntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["kind", "key"], name="tally_once")]


class Done(models.Model):
    """A request that has written something. nginx sends it once more if a back end is killed."""

    request = models.CharField(max_length=32, primary_key=True)
    created = models.DateTimeField(auto_now_add=True)


class Release(models.Model):
    """The prefix of the keys in Valkey. Each migration that changes a text makes a new one."""

    token = models.UUIDField(default=uuid.uuid4)


class Comment(models.Model):
    """A comment under a post, or a reply to another comment."""

    post = models.ForeignKey(Post, models.CASCADE, related_name="comments", db_index=False)
    author = models.ForeignKey(Person, models.CASCADE, related_name="comments")
    parent = models.ForeignKey(
        "self", models.CASCADE, null=True, related_name="replies", db_index=False
    )
    text = models.TextField()
    html = models.TextField(default="")
    created = models.DateTimeField()

    class Meta:
        indexes = [
            models.Index(fields=["-created", "-id"], name="comment_new"),
            models.Index(fields=["post", "created", "id"], name="comment_post"),
        ]


class Like(models.Model):
    """A person likes a post, once."""

    person = models.ForeignKey(Person, models.CASCADE, related_name="likes", db_index=False)
    post = models.ForeignKey(Post, models.CASCADE, related_name="likes", db_index=False)
    created = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["person", "post"], name="like_once"),
        ]
        indexes = [models.Index(fields=["post"], name="like_post")]


class Notice(models.Model):
    """Tells the author of a post about a comment."""

    person = models.ForeignKey(Person, models.CASCADE, related_name="notices", db_index=False)
    comment = models.ForeignKey(Comment, models.CASCADE, related_name="+")
    is_read = models.BooleanField(default=False)

    class Meta:
        indexes = [
            models.Index(fields=["person", "-id"], name="notice_person"),
            models.Index(
                fields=["person"], condition=models.Q(is_read=False), name="notice_unread"
            ),
        ]


class Mail(models.Model):
    """A mail to a person. The command `send_mails` sends those that were not sent yet."""

    person = models.ForeignKey(Person, models.CASCADE, related_name="+")
    subject = models.CharField(max_length=200)
    body = models.TextField()
    sent = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["id"], condition=models.Q(sent=None), name="mail_unsent")]


class Upload(models.Model):
    """A file that a person has uploaded."""

    person = models.ForeignKey(Person, models.CASCADE, related_name="uploads")
    name = models.CharField(max_length=100)
    size = models.IntegerField()
    digest = models.CharField(max_length=64)
    created = models.DateTimeField(auto_now_add=True)
