"""The list of comments takes long to open, only to say that there are 500,000.

It shows 50 comments, a total, and whether a next page exists. For that, the database counts every
comment on each visit.

Change page() so that it doesn't. "About 500,000" is good enough; "about 3" is not.

Rules:
- comments: the keys on page `number`, from 1, of a queryset of comments, in its order; none beyond
  the last page.
- has_next: whether another comment follows; always exact.
- total: a whole number. Exact for up to 1,000 comments; from 100,000 on at most 5% off. In between,
  any number will do. Lists of that length are filtered by is_approved, parent, both or neither.
- statistics: ANALYZE has just run. Don't run it.

Allowed:
- queries: at most 4.
- read: at most 5,000 comments inside the database, for any of the first ten pages.
"""

SIZE = 50


def page(comments, number=1):
    # TODO: both ask the database to count every comment of the list.
    start = SIZE * (number - 1)
    return {
        "comments": list(comments.values_list("pk", flat=True)[start : start + SIZE]),
        "has_next": comments.count() > start + SIZE,
        "total": comments.count(),
    }
