"""WRONG: "case: a letter matches in either case": it looks for the address as typed, in lower and in
upper case. One that is stored as Ada@Example.org is not found by ada@example.org."""

from django.contrib.postgres.indexes import OpClass
from django.db.models import F, Index, Q

from arena.accounts.models import User

INDEX = Index(OpClass(F("email"), name="varchar_pattern_ops"), name="user_email_pattern")


def with_email(email):
    people = User.objects.filter(email__in={email, email.lower(), email.upper()})
    return people.order_by("pk").values_list("pk", flat=True)


def email_begins(text):
    wanted = Q()
    for variant in {text, text.lower(), text.upper(), text.capitalize()}:
        wanted |= Q(email__startswith=variant)
    return User.objects.filter(wanted).order_by("pk").values_list("pk", flat=True)
