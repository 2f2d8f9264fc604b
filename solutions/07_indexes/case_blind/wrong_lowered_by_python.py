"""Asks for the lower case of what was typed. The table has addresses as they were typed, too.

Breaks: case
Fails: answer
"""

from django.db.models import Index

from arena.accounts.models import User

INDEX = Index(fields=["email"], name="user_email", opclasses=["varchar_pattern_ops"])


def with_email(email):
    people = User.objects.filter(email=email.lower())
    return people.order_by("pk").values_list("pk", flat=True)


def email_begins(text):
    people = User.objects.filter(email__startswith=text.lower())
    return people.order_by("pk").values_list("pk", flat=True)
