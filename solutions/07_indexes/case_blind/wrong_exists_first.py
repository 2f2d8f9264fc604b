"""Looks whether there is somebody, and then asks once more.

Breaks: queries
Fails: answer
"""

from django.contrib.postgres.indexes import OpClass
from django.db.models import Index
from django.db.models.functions import Upper

from arena.accounts.models import User

INDEX = Index(OpClass(Upper("email"), name="text_pattern_ops"), name="user_email_upper")


def with_email(email):
    people = User.objects.filter(email__iexact=email)
    keys = people.order_by("pk").values_list("pk", flat=True)
    return list(keys) if keys.exists() else []


def email_begins(text):
    people = User.objects.filter(email__istartswith=text)
    return people.order_by("pk").values_list("pk", flat=True)
