"""A small function folds column and question alike, with a collation of PostgreSQL's own."""

from django.contrib.postgres.indexes import OpClass
from django.db.models import Func, Index, TextField, Value

from arena.accounts.models import User


class Folded(Func):
    """Upper case by Unicode's rules, whatever the collation of the column or the database is."""

    template = 'UPPER(%(expressions)s COLLATE "pg_c_utf8")'
    arity = 1
    output_field = TextField()


INDEX = Index(OpClass(Folded("email"), name="text_pattern_ops"), name="user_email")


def _keys(**asked):
    people = User.objects.alias(folded=Folded("email")).filter(**asked)
    return list(people.order_by("pk").values_list("pk", flat=True))


def with_email(email):
    return _keys(folded=Folded(Value(email)))


def email_begins(text):
    return _keys(folded__startswith=Folded(Value(text)))
