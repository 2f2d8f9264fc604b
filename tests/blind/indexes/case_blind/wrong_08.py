"""WRONG: "fetched: only people who match": with_email() fetches everybody whose address begins like this,
such as a@b.com for a@b.co, and compares in Python."""

from django.contrib.postgres.indexes import OpClass
from django.db.models import Index
from django.db.models.functions import Upper

from arena.accounts.models import User

INDEX = Index(OpClass(Upper("email"), name="text_pattern_ops"), name="user_email_upper")


def with_email(email):
    people = User.objects.filter(email__istartswith=email).order_by("pk")
    rows = people.values_list("pk", "email")
    return [pk for pk, stored in rows if len(stored) == len(email)]


def email_begins(text):
    people = User.objects.filter(email__istartswith=text)
    return people.order_by("pk").values_list("pk", flat=True)
