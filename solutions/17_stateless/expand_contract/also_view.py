"""A view has both names, and PostgreSQL writes through it to the one column behind."""

from django.db import connection


class Renamed:
    before = [
        "ALTER TABLE talk RENAME COLUMN title TO headline;"
        "ALTER TABLE talk RENAME TO talk_table;"
        "CREATE VIEW talk AS SELECT id, headline, headline AS title FROM talk_table"
    ]
    after = ["DROP VIEW talk; ALTER TABLE talk_table RENAME TO talk"]

    def add(self, text):
        return one("INSERT INTO talk (headline) VALUES (%s) RETURNING id", [text])

    def change(self, pk, text):
        one("UPDATE talk SET headline = %s WHERE id = %s RETURNING id", [text, pk])

    def read(self, pk):
        return one("SELECT headline FROM talk WHERE id = %s", [pk])


def one(sql, arguments):
    with connection.cursor() as cursor:
        cursor.execute(sql, arguments)
        return cursor.fetchone()[0]


RELEASES = [Renamed]
