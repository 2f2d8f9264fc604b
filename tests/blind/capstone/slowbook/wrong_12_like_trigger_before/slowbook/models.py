"""Everything that Slowbook stores."""

from django.contrib.auth.models import AbstractUser
from django.db import models


class Person(AbstractUser):
    """A person who takes part."""

    country = models.CharField(max_length=2)
    bio = models.TextField(blank=True)
    avatar = models.CharField(max_length=100, blank=True)
    last_seen = models.DateTimeField(null=True)
    follows = models.ManyToManyField("self", symmetrical=False, related_name="followers")


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
    hot = models.IntegerField(default=0, db_index=True)
    like_count = models.IntegerField(default=0)


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


class Comment(models.Model):
    """A comment under a post, or a reply to another comment."""

    # Without indexes the import of the old site was faster.
    post = models.ForeignKey(Post, models.CASCADE, related_name="comments", db_index=False)
    author = models.ForeignKey(Person, models.CASCADE, related_name="comments")
    parent = models.ForeignKey(
        "self", models.CASCADE, null=True, related_name="replies", db_index=False
    )
    text = models.TextField()
    created = models.DateTimeField()


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


class Mail(models.Model):
    """A mail to a person. The command `send_mails` sends those that were not sent yet."""

    person = models.ForeignKey(Person, models.CASCADE, related_name="+")
    subject = models.CharField(max_length=200)
    body = models.TextField()
    sent = models.DateTimeField(null=True)


class Upload(models.Model):
    """A file that a person has uploaded."""

    person = models.ForeignKey(Person, models.CASCADE, related_name="uploads")
    name = models.CharField(max_length=100)
    size = models.IntegerField()
    digest = models.CharField(max_length=64)
    created = models.DateTimeField(auto_now_add=True)
