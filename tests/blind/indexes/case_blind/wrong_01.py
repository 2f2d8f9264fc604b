"""WRONG: "reads: each question": the index answers with_email() only. With a collation of the operating
system LIKE needs text_pattern_ops, so email_begins() still reads every person."""

from django.db.models import Index
from django.db.models.functions import Upper

from arena.accounts.models import User

INDEX = Index(Upper("email"), name="user_email_upper")


def with_email(email):
    people = User.objects.filter(email__iexact=email)
    return people.order_by("pk").values_list("pk", flat=True)


def email_begins(text):
    people = User.objects.filter(email__istartswith=text)
    return people.order_by("pk").values_list("pk", flat=True)
