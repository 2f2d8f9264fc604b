"""Django sets PostgreSQL's limits on each connection that it opens; the others are in OPTIONS."""

from django.db.backends.signals import connection_created

LIMITS = {}


def databases(server, seconds):
    LIMITS.update(
        statement_timeout=f"{seconds // 2}s",
        lock_timeout=f"{seconds // 5}s",
        idle_in_transaction_session_timeout=f"{seconds - 1}s",
    )
    connection_created.connect(limit, dispatch_uid="limits")
    options = server["OPTIONS"]
    options["pool"]["timeout"] = seconds / 4
    options.update(connect_timeout=seconds // 3, tcp_user_timeout=400 * seconds)
    options.update(keepalives_idle=1, keepalives_interval=1, keepalives_count=seconds // 3)
    return {"default": server}


def limit(connection, **_):
    with connection.cursor() as cursor:
        for name, value in LIMITS.items():
            cursor.execute("SELECT set_config(%s, %s, false)", [name, value])
