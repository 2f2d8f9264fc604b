"""The app's name and label."""

from django.apps import AppConfig


class ContestsConfig(AppConfig):
    """Contests, and what people scored in them."""

    name = "arena.contests"
