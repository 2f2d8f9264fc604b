"""Fetches all addresses, and compares them in Python.

Breaks: fetched
Fails: answer
"""

from django.contrib.postgres.indexes import OpClass
from django.db.models import Index
from django.db.models.functions import Upper

from arena.accounts.models import User

INDEX = Index(OpClass(Upper("email"), name="text_pattern_ops"), name="user_email_upper")


def everybody():
    return User.objects.order_by("pk").values_list("pk", "email")


def with_email(email):
    return [key for key, other in everybody() if other.lower() == email.lower()]


def email_begins(text):
    return [key for key, other in everybody() if other.lower().startswith(text.lower())]
