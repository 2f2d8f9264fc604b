"""The operator class on the column: it serves startswith, which knows no other case.

Breaks: reads
Fails: reads
"""

from django.db.models import Index

from arena.accounts.models import User

INDEX = Index(fields=["email"], name="user_email", opclasses=["varchar_pattern_ops"])


def with_email(email):
    people = User.objects.filter(email__iexact=email)
    return people.order_by("pk").values_list("pk", flat=True)


def email_begins(text):
    people = User.objects.filter(email__istartswith=text)
    return people.order_by("pk").values_list("pk", flat=True)
