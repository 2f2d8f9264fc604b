"""RIGHT: a function of its own that folds by PostgreSQL's built-in rules, whatever the database's are."""

from django.contrib.postgres.indexes import OpClass
from django.db.models import Func, Index, TextField, Value

from arena.accounts.models import User


class Folded(Func):
    """A text in lower case, by the rules of a collation that every PostgreSQL has."""

    function = "LOWER"
    template = '%(function)s(%(expressions)s COLLATE "pg_c_utf8")'
    arity = 1
    output_field = TextField()


INDEX = Index(OpClass(Folded("email"), name="text_pattern_ops"), name="user_email_folded")


def _people():
    return User.objects.annotate(folded=Folded("email")).order_by("pk")


def with_email(email):
    people = _people().filter(folded=Folded(Value(email)))
    return people.values_list("pk", flat=True)


def email_begins(text):
    people = _people().filter(folded__startswith=Folded(Value(text)))
    return people.values_list("pk", flat=True)
