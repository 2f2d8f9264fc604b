"""Everything that Slowbook stores."""

from django.contrib.auth.models import AbstractUser
from django.contrib.postgres.indexes import GinIndex, OpClass
from django.db import models
from django.db.models import F
from django.db.models.functions import Upper


class Person(AbstractUser):
    """A person who takes part."""

    country = models.CharField(max_length=2)
    bio = models.TextField(blank=True)
    avatar = models.CharField(max_length=100, blank=True)
    last_seen = models.DateTimeField(null=True)
    follows = models.ManyToManyField("self", symmetrical=False, related_name="followers")
    # Counted where they change: the sum of all scores, attempts, own posts and likes for these.
    points = models.IntegerField(default=0)
    tries = models.IntegerField(default=0)
    post_count = models.IntegerField(default=0)
    like_count = models.IntegerField(default=0)

    class Meta(AbstractUser.Meta):
        indexes = [
            models.Index(Upper("username"), name="person_upper"),
            models.Index(F("points").desc(), "username", name="person_points"),
        ]


class Flag(models.Model):
    """A part of the site that can be switched on and off."""

    name = models.CharField(max_length=40)
    is_on = models.BooleanField(default=False)


class Tag(models.Model):
    """What a post is about."""

    slug = models.SlugField(unique=True)
    name = models.CharField(max_length=40)
    post_count = models.IntegerField(default=0)


class Contest(models.Model):
    """A contest and its posts."""

    slug = models.SlugField(unique=True)
    title = models.CharField(max_length=200)
    text = models.TextField()
    starts = models.DateTimeField()
    ends = models.DateTimeField()
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
    like_count = models.IntegerField(default=0)
    comment_count = models.IntegerField(default=0)
    attempt_count = models.IntegerField(default=0)
    # Made of the text, which nobody changes.
    html = models.TextField(default="")
    excerpt = models.TextField(default="")
    minutes = models.IntegerField(default=0)

    class Meta:
        indexes = [
            models.Index(F("created").desc(), F("id").desc(), name="post_new"),
            models.Index(F("hot").desc(), F("id").desc(), name="post_hot"),
            GinIndex(OpClass(Upper("title"), name="gin_trgm_ops"), name="post_title"),
            GinIndex(OpClass(Upper("text"), name="gin_trgm_ops"), name="post_text"),
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
            models.Index("post", F("score").desc(), "seconds", "id", name="attempt_best"),
            models.Index("person", F("created").desc(), F("id").desc(), name="attempt_own"),
            models.Index(F("created").desc(), F("id").desc(), name="attempt_new"),
            models.Index("seconds", name="attempt_seconds"),
        ]


class Result(models.Model):
    """A row of a contest's table."""

    contest = models.ForeignKey(Contest, models.CASCADE, related_name="results", db_index=False)
    person = models.ForeignKey(Person, models.CASCADE, related_name="results")
    points = models.IntegerField()
    seconds = models.IntegerField()
    solved = models.IntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["contest", "person"], name="result_once"),
        ]


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
            models.Index("post", "created", "id", name="comment_thread"),
            models.Index(F("created").desc(), F("id").desc(), name="comment_new"),
            GinIndex(OpClass(Upper("text"), name="gin_trgm_ops"), name="comment_text"),
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


class Notice(models.Model):
    """Tells the author of a post about a comment."""

    person = models.ForeignKey(Person, models.CASCADE, related_name="notices", db_index=False)
    comment = models.ForeignKey(Comment, models.CASCADE, related_name="+")
    is_read = models.BooleanField(default=False)

    class Meta:
        indexes = [
            models.Index("person", F("id").desc(), name="notice_own"),
            models.Index("person", name="notice_new", condition=models.Q(is_read=False)),
        ]


class Mail(models.Model):
    """A mail to a person. The command `send_mails` sends those that were not sent yet."""

    person = models.ForeignKey(Person, models.CASCADE, related_name="+")
    subject = models.CharField(max_length=200)
    body = models.TextField(blank=True)
    # Where the mails to all followers of its writer are still to be made.
    comment = models.ForeignKey(Comment, models.CASCADE, null=True, db_index=False)
    sent = models.DateTimeField(null=True)


class Upload(models.Model):
    """A file that a person has uploaded."""

    person = models.ForeignKey(Person, models.CASCADE, related_name="uploads")
    name = models.CharField(max_length=100)
    size = models.IntegerField()
    digest = models.CharField(max_length=64)
    created = models.DateTimeField(auto_now_add=True)
