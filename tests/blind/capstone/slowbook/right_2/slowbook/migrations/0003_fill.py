"""Fill the new columns, and keep them with triggers."""

import json

from django.db import migrations

TRIGGERS = """
CREATE EXTENSION IF NOT EXISTS pg_trgm;
CREATE INDEX post_text_trgm ON slowbook_post USING gin (upper(text) gin_trgm_ops);
CREATE INDEX comment_text_trgm ON slowbook_comment USING gin (upper(text) gin_trgm_ops);

UPDATE slowbook_post p SET
    like_count = (SELECT count(*) FROM slowbook_like WHERE post_id = p.id),
    comment_count = (SELECT count(*) FROM slowbook_comment WHERE post_id = p.id),
    attempt_count = (SELECT count(*) FROM slowbook_attempt WHERE post_id = p.id);
UPDATE slowbook_person p SET points = s.points, tries = s.tries FROM (
    SELECT person_id, sum(score) AS points, count(*) AS tries FROM slowbook_attempt GROUP BY 1
) s WHERE s.person_id = p.id;
UPDATE slowbook_person p SET liked = s.liked FROM (
    SELECT author_id, sum(like_count) AS liked FROM slowbook_post GROUP BY 1
) s WHERE s.author_id = p.id;
INSERT INTO slowbook_standing (contest_id, person_id, points, seconds, solved)
SELECT contest_id, person_id, sum(score), sum(seconds), count(*) FROM (
    SELECT DISTINCT ON (a.person_id, a.post_id) o.contest_id, a.person_id, a.score, a.seconds
    FROM slowbook_attempt a JOIN slowbook_post o ON o.id = a.post_id
    ORDER BY a.person_id, a.post_id, a.score DESC, a.seconds
) best GROUP BY 1, 2;
UPDATE slowbook_contest c SET people = (
    SELECT count(*) FROM slowbook_standing WHERE contest_id = c.id
);
INSERT INTO slowbook_tally (kind, key, number)
SELECT 's', seconds, count(*) FROM slowbook_attempt GROUP BY 2;
INSERT INTO slowbook_tally (kind, key, number)
SELECT 'm', to_char(created AT TIME ZONE 'UTC', 'YYYYMM')::int, count(*)
FROM slowbook_attempt GROUP BY 2;

CREATE FUNCTION slowbook_liked() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    writer bigint;
BEGIN
    UPDATE slowbook_post SET like_count = like_count + 1, hot = hot + 3
        WHERE id = NEW.post_id RETURNING author_id INTO writer;
    UPDATE slowbook_person SET liked = liked + 1 WHERE id = writer;
    RETURN NULL;
END $$;
CREATE TRIGGER liked AFTER INSERT ON slowbook_like
    FOR EACH ROW EXECUTE FUNCTION slowbook_liked();

CREATE FUNCTION slowbook_commented() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    UPDATE slowbook_post SET comment_count = comment_count + 1, hot = hot + 1
        WHERE id = NEW.post_id;
    RETURN NULL;
END $$;
CREATE TRIGGER commented AFTER INSERT ON slowbook_comment
    FOR EACH ROW EXECUTE FUNCTION slowbook_commented();

CREATE FUNCTION slowbook_tried() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    of_contest bigint;
    is_new boolean;
BEGIN
    UPDATE slowbook_post SET attempt_count = attempt_count + 1
        WHERE id = NEW.post_id RETURNING contest_id INTO of_contest;
    -- From here on, the row of the person lets one of their attempts at a time go on.
    UPDATE slowbook_person SET points = points + NEW.score, tries = tries + 1
        WHERE id = NEW.person_id;
    INSERT INTO slowbook_standing AS t (contest_id, person_id, points, seconds, solved)
    SELECT of_contest, NEW.person_id, sum(score), sum(seconds), count(*) FROM (
        SELECT DISTINCT ON (a.post_id) a.score, a.seconds
        FROM slowbook_post o JOIN slowbook_attempt a ON a.post_id = o.id
        WHERE o.contest_id = of_contest AND a.person_id = NEW.person_id
        ORDER BY a.post_id, a.score DESC, a.seconds
    ) best
    ON CONFLICT (contest_id, person_id) DO UPDATE
        SET points = excluded.points, seconds = excluded.seconds, solved = excluded.solved
    RETURNING t.xmax = 0 INTO is_new;
    IF is_new THEN
        UPDATE slowbook_contest SET people = people + 1 WHERE id = of_contest;
    END IF;
    INSERT INTO slowbook_tally AS t (kind, key, number) VALUES ('s', NEW.seconds, 1)
        ON CONFLICT (kind, key) DO UPDATE SET number = t.number + 1;
    INSERT INTO slowbook_tally AS t (kind, key, number)
        VALUES ('m', to_char(NEW.created AT TIME ZONE 'UTC', 'YYYYMM')::int, 1)
        ON CONFLICT (kind, key) DO UPDATE SET number = t.number + 1;
    RETURN NULL;
END $$;
CREATE TRIGGER tried AFTER INSERT ON slowbook_attempt
    FOR EACH ROW EXECUTE FUNCTION slowbook_tried();
"""

ANALYZE = "; ".join(
    f"ANALYZE slowbook_{name}"
    for name in "post person contest attempt comment like notice standing tally".split()
)


def render_texts(apps, schema_editor):
    """Store the HTML of posts and comments, and what else is made of texts and tags."""
    from slowbook import markup

    Person = apps.get_model("slowbook", "Person")
    Post = apps.get_model("slowbook", "Post")
    Comment = apps.get_model("slowbook", "Comment")
    names = {}
    for name in Person.objects.order_by("-id").values_list("username", flat=True):
        names[name.upper()] = name
    posts = list(Post.objects.all())
    tags = {post.id: [] for post in posts}
    for key, slug in Post.tags.through.objects.values_list("post_id", "tag__slug"):
        tags[key].append(slug)
    for post in posts:
        post.html = markup.render(post.text, names)
        post.excerpt = markup.excerpt(post.html)
        post.minutes = markup.minutes(post.html)
        post.tag_slugs = sorted(tags[post.id])
        mine = set(post.tag_slugs)
        shared = {
            it.id: len(mine.intersection(tags[it.id]))
            for it in posts
            if it.contest_id == post.contest_id and it.id != post.id
        }
        others = [key for key, number in shared.items() if number]
        post.similar = sorted(others, key=lambda key: (-shared[key], -key))[:5]
    Post.objects.bulk_update(
        posts, ["html", "excerpt", "minutes", "tag_slugs", "similar"], batch_size=100
    )
    rows = [
        (key, markup.render(text, names))
        for key, text in Comment.objects.values_list("id", "text").iterator()
    ]
    schema_editor.execute(
        """
        UPDATE slowbook_comment c SET html = r.html
        FROM json_to_recordset(%s) AS r(id bigint, html text) WHERE c.id = r.id
        """,
        [json.dumps([{"id": key, "html": html} for key, html in rows])],
    )
    apps.get_model("slowbook", "Release").objects.create()


class Migration(migrations.Migration):
    dependencies = [("slowbook", "0002_counters")]

    operations = [
        migrations.RunPython(render_texts, migrations.RunPython.noop),
        migrations.RunSQL(TRIGGERS),
        migrations.RunSQL(ANALYZE),
    ]
