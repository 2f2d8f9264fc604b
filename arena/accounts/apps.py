"""The app's name and label."""

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    """People who take part, and what they tell of themselves."""

    name = "arena.accounts"
