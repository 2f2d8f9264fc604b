"""SQL: the same locks, and the numbers counted anew while they are held."""

from time import sleep

from django.db import OperationalError, connection, transaction


def move(source, target):
    for pause in (0, 0.01, 0.05, None):
        try:
            with transaction.atomic(), connection.cursor() as cursor:
                cursor.execute("SELECT current_setting('lock_timeout')")
                before = cursor.fetchone()
                cursor.execute("SELECT set_config('lock_timeout', '3000', true)")
                cursor.execute(
                    "SELECT id FROM discuss_post WHERE id IN (%s, %s) ORDER BY id"
                    " FOR NO KEY UPDATE",
                    [source, target],
                )
                cursor.execute(
                    "UPDATE discuss_comment SET post_id = %s WHERE post_id = %s", [target, source]
                )
                number = cursor.rowcount
                cursor.execute(
                    "UPDATE discuss_post SET kept_comments = (SELECT count(*)"
                    " FROM discuss_comment c WHERE c.post_id = discuss_post.id AND c.is_approved)"
                    " WHERE id IN (%s, %s)",
                    [source, target],
                )
                cursor.execute("SELECT set_config('lock_timeout', %s, true)", before)
                return number
        except OperationalError as error:
            if error.__cause__.sqlstate not in ("40P01", "40001") or pause is None:
                raise
            sleep(pause)
