"""The app's name and label."""

from django.apps import AppConfig


class DiscussConfig(AppConfig):
    """Posts, comments, tags and likes."""

    name = "arena.discuss"
