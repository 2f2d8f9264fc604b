"""Wrong (database, since): snapshot() keeps the entries of all databases under user and queryid. A
statement that the same user sent in another database too, with the same queryid (SELECT 1, COMMIT,
a copied database), can overwrite ours: then its old calls count as new."""

from django.db import connection


def entries(where):
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT userid, queryid, stats_since, calls, total_exec_time, query"
            f" FROM pg_stat_statements WHERE toplevel AND queryid IS NOT NULL {where}"
            " ORDER BY dbid DESC, stats_since"
        )
        return cursor.fetchall()


def snapshot():
    return {(row[0], row[1]): row[2:5] for row in entries("")}


def report(earlier):
    lines = {}
    ours = "AND dbid = (SELECT oid FROM pg_database WHERE datname = current_database())"
    for userid, queryid, since, calls, total, query in entries(ours):
        old_since, old_calls, old_total = earlier.get((userid, queryid), (since, 0, 0.0))
        if old_since == since:
            calls -= old_calls
            total -= old_total
        if not calls:
            continue
        line = lines.setdefault(
            queryid, {"queryid": queryid, "query": query, "calls": 0, "total_ms": 0.0}
        )
        line["calls"] += calls
        line["total_ms"] += total
    everything = sum(line["total_ms"] for line in lines.values())
    for line in lines.values():
        line["mean_ms"] = line["total_ms"] / line["calls"]
        line["share"] = 100 * line["total_ms"] / everything if everything else 0.0
    return sorted(lines.values(), key=lambda line: (-line["total_ms"], line["queryid"]))
