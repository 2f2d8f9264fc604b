"""RIGHT: Contest.objects.raw() gives one contest, with the counts of two LATERAL joins on it."""

from arena.contests.models import Contest

SQL = """
    SELECT contest.id, contest.cutoff, me.best AS my_best, crowd.others, crowd.below, crowd.reached
    FROM contests_contest AS contest
    CROSS JOIN LATERAL (
        SELECT max(attempt.score) AS best
        FROM contests_attempt AS attempt
        WHERE attempt.contest_id = contest.id AND attempt.user_id = %(user)s
    ) AS me
    CROSS JOIN LATERAL (
        SELECT
            count(*) AS others,
            count(*) FILTER (WHERE bests.best < me.best) AS below,
            count(*) FILTER (WHERE bests.best >= contest.cutoff) AS reached
        FROM (
            SELECT max(attempt.score) AS best
            FROM contests_attempt AS attempt
            WHERE attempt.contest_id = contest.id
                AND attempt.user_id <> %(user)s
                AND attempt.score IS NOT NULL
            GROUP BY attempt.user_id
        ) AS bests
    ) AS crowd
    WHERE contest.id = %(contest)s AND me.best IS NOT NULL
"""


def percentile(contest_id, user_id):
    for contest in Contest.objects.raw(SQL, {"contest": contest_id, "user": user_id}):
        qualified = contest.my_best >= contest.cutoff
        return {
            "percentile": 100 * contest.below / contest.others if contest.others else 0,
            "qualified": qualified,
            "qualifiers": contest.reached + qualified,
        }
    return None
