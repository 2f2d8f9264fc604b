"""A small general copier: table and columns come from the model's _meta, a generator makes the tuples and counts them."""

from django.db import DEFAULT_DB_ALIAS, connections, transaction

from arena.discuss.models import Comment

SOURCES = {
    "post": "post",
    "author": "author",
    "created_at": "created_at",
    "body": "body",
    "is_approved": "is_approved",
}


class Copier:
    """Streams dicts into the table of a model. ``sources`` says which key of a dict each field is."""

    def __init__(self, model, sources, using=DEFAULT_DB_ALIAS):
        self.connection = connections[using]
        self.keys = list(sources.values())
        self.number = 0
        quote = self.connection.ops.quote_name
        columns = ", ".join(quote(model._meta.get_field(name).column) for name in sources)
        self.statement = f"COPY {quote(model._meta.db_table)} ({columns}) FROM STDIN"

    def _tuples(self, rows):
        for row in rows:
            yield tuple(row[key] for key in self.keys)
            self.number += 1

    def run(self, rows):
        with transaction.atomic(using=self.connection.alias):
            with self.connection.cursor() as cursor:
                with self.connection.wrap_database_errors:
                    with cursor.copy(self.statement) as copy:
                        for values in self._tuples(rows):
                            copy.write_row(values)
            self.connection.check_constraints()
        return self.number


def load(rows):
    return Copier(Comment, SOURCES).run(rows)
