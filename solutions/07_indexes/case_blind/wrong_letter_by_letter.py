"""Searches a longer beginning among the people that the last one found. They may have changed.

Breaks: nothing else
Fails: answer
"""

from django.contrib.postgres.indexes import OpClass
from django.db.models import Index
from django.db.models.functions import Upper

from arena.accounts.models import User

INDEX = Index(OpClass(Upper("email"), name="text_pattern_ops"), name="user_email_upper")
last = {"text": "", "found": []}


def with_email(email):
    people = User.objects.filter(email__iexact=email)
    return people.order_by("pk").values_list("pk", flat=True)


def email_begins(text):
    if not last["text"] or text == last["text"] or not text.startswith(last["text"]):
        people = User.objects.filter(email__istartswith=text).order_by("pk")
        last.update(text=text, found=list(people.values_list("pk", "email")))
    return [key for key, email in last["found"] if email.upper().startswith(text.upper())]
