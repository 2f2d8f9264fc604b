"""The app's name and label."""

from django.apps import AppConfig


class SearchConfig(AppConfig):
    """What a search engine outside the database has to be told."""

    name = "arena.search"
