"""What checks expand_contract.py: all releases, step by step, with requests at each step."""

from contextlib import suppress
from itertools import count, product
from random import Random
from types import SimpleNamespace

from django.db import DatabaseError, connection

from kata.checks import another_client, clients, expect, fail, interleave, just_before, plain

TEXTS = ("", "Łódź 'é' \"%s\"", "x" * 200, "None", "0", " ", "\\N")
ROWS = 12
FAR = 3_000_000  # the id of a talk that nobody changes
CALLS = ("add", "change", "read")


def test_requests(new_database, answer):
    """No request fails, and each sees what was written last.

    Tries: requests, lost, old.
    """
    random, number = Random(7), count(1)
    for step in steps(answer):
        untouched = sorted(step.rows.keys() - {FAR})
        for first, second in product(step.codes, repeat=2):
            texts = [random.choice(TEXTS), f"text {next(number)}"]
            random.shuffle(texts)
            key = request(step, first, "add", texts[0])
            written(step, first, key, texts[0])
            for changed in (key, untouched.pop(random.randrange(len(untouched)))):
                for text in ("", texts[1]):
                    request(step, second, "change", changed, text)
                    written(step, second, changed, text)
        for key in step.rows:
            readable(step, key)


def test_together(new_database, answer):
    """Two requests at the same time leave one of two texts.

    Tries: together, requests.
    """
    with clients() as among:
        for step in steps(answer):
            if len(step.codes) < 2:
                continue
            old, new = step.codes
            for one, other in ((old, new), (new, old), (new, new)):
                for first in ("change", "read"):
                    together(step, one, other, first, among)


def test_renamed(new_database, answer):
    """The column has its new name, and all rows are there.

    Tries: renamed.
    """
    *_, step = steps(answer)
    sql = (
        "SELECT column_name, is_nullable FROM information_schema.columns WHERE table_name = 'talk'"
    )
    got = dict(asked(f"{sql} AND table_schema = 'public'"))
    says = f"After the last release, talk has the columns {', '.join(got)}."
    expect(set(got) == {"id", "headline"}, says, "id and headline.")
    expect(got["headline"] == "NO", "After the last release, headline may be NULL.", "NOT NULL.")
    [[kind]] = asked("SELECT relkind FROM pg_class WHERE oid = 'public.talk'::regclass")
    expect(kind in ("r", b"r"), "After the last release, talk is no table.")
    got = dict(asked("SELECT id, headline FROM talk"))
    says = f"After the last release, talk has {len(got)} rows, or other texts."
    expect(got == step.rows, says, f"the {len(step.rows)} rows that there were.")


def test_in_between(new_database, answer):
    """A transaction of a release comes between two statements of a request.

    Tries: requests, lost.
    """
    for call in CALLS:
        number = most = 2
        while number <= most:  # just before which statement
            run("DROP SCHEMA public CASCADE; CREATE SCHEMA public")
            sent = [0]
            for step in steps(answer, released_during(call, number, sent)):
                for key in step.rows:
                    readable(step, key)
            number, most = number + 1, max(sent)


# What the checks above are made of.


class Old:
    """The code that runs now, as the task has it."""

    name = "the old code"

    def add(self, text):
        return asked("INSERT INTO talk (title) VALUES (%s) RETURNING id", text)[0][0]

    def change(self, pk, text):
        asked("SELECT id, title FROM talk WHERE id = %s", pk)
        asked("UPDATE talk SET title = %s WHERE id = %s RETURNING id", text, pk)

    def read(self, pk):
        return asked("SELECT id, title FROM talk WHERE id = %s", pk)[0][1]


class Code:
    """The code of a release."""

    def __init__(self, release, name):
        code = release() if isinstance(release, type) else release
        for call in CALLS:
            expect(hasattr(code, call), f"{capital(name)} has no {call}().")
            setattr(self, call, getattr(code, call))
        self.name = name
        self.before, self.after = (listed(code, when, name) for when in ("before", "after"))


def listed(code, when, name):
    """Return the statements of a release."""
    sql = getattr(code, when, [])
    sql = [sql] if isinstance(sql, str) else plain(sql)
    is_list = isinstance(sql, list) and all(isinstance(one, str) for one in sql)
    expect(is_list, f"`{when}` of {name} is {sql!r:.60}.", "a list of SQL statements.")
    return [one for one in sql if one.strip()]


def steps(answer, release=lambda step, sql, of: run(sql, of)):
    """Release all, and yield whenever something has changed: what runs now, and the rows.

    Args:
        release: runs a statement of a release.
    """
    run(
        "CREATE TABLE talk (id bigint GENERATED BY DEFAULT AS IDENTITY PRIMARY KEY,"
        " title varchar(200) NOT NULL)"
    )
    old = Old()
    rows = {old.add(text): text for text in [*TEXTS, *map(str, range(ROWS - len(TEXTS)))]}
    rows[FAR] = asked("INSERT INTO talk VALUES (%s, 'far') RETURNING title", FAR)[0][0]
    step = SimpleNamespace(codes=[old], rows=rows, by=dict.fromkeys(rows, old.name), where=[])
    step.where = "before the first release"
    yield step
    for number, one in enumerate(answer.RELEASES, 1):
        new = Code(one, f"release {number}")
        for sql in new.before:
            release(step, sql, f"`before` of {new.name}")
            step.where = f"after a statement in `before` of {new.name}: {short(sql)}"
            yield step
        step.codes, step.where = [step.codes[-1], new], f"while {new.name} replaces the code"
        yield step
        step.codes, step.where = [new], f"when only the code of {new.name} runs"
        yield step
        for sql in new.after:
            release(step, sql, f"`after` of {new.name}")
            step.where = f"after a statement in `after` of {new.name}: {short(sql)}"
            yield step


def request(step, code, call, *arguments):
    """Return what a request gets."""
    try:
        return getattr(code, call)(*arguments)
    except Exception as error:
        says = f"{call}() of {code.name} fails {step.where.partition(':')[0]}: {first_line(error)}"
        raise fail(says, "it works.", details=[step.where]) from error


def written(step, code, key, text):
    """Note what a code has written, and fail unless all read it."""
    step.rows[key], step.by[key] = text, code.name
    readable(step, key)


def readable(step, key):
    """Fail unless all code that runs reads what was written last."""
    for code in step.codes:
        got, right = request(step, code, "read", key), step.rows[key]
        says = f"{capital(step.by[key])} wrote {right!r:.30}, and {code.name} reads {got!r:.30}"
        expect(
            plain(got) == right, f"{says}, {step.where.partition(':')[0]}.", details=[step.where]
        )


def released_during(call, number, sent):
    """Return what runs a statement of a release in the middle of a request.

    A request that has locked the table in a transaction goes on first: then the release waits.

    Args:
        call: of the request.
        number: just before which of its statements.
        sent: gets how many it sends.
    """

    def release(step, sql, of):
        [code] = step.codes
        key = request(step, code, "add", "first")
        written(step, code, key, "first")
        step.where = f"in the middle of which a statement in {of} runs: {short(sql)}"
        left = [sql]

        def runs():
            with suppress(DatabaseError), another_client("20ms"), connection.cursor() as cursor:
                cursor.execute(sql)
                left.clear()

        arguments = {"add": ("second",), "change": (key, "second"), "read": (key,)}[call]
        with just_before(number, runs) as statements:
            got = request(step, code, call, *arguments)
        for one in left:
            run(one, of)
        sent.append(len(statements))
        expect(call != "read" or got == "first", f"read() of {code.name} returns {got!r:.30}.")
        written(step, code, got if call == "add" else key, "first" if call == "read" else "second")

    return release


def together(step, one, other, first, among):
    """Let two requests for a row meet, at each statement of the first."""
    key = request(step, one, "add", "neither")
    step.rows[key], step.by[key] = "neither", one.name

    def prepare():
        for code in (one, other):
            request(step, code, "change", key, f"before, by {code.name}")

    for meeting in interleave(
        prepare,
        lambda _: one.read(key) if first == "read" else one.change(key, "first"),
        lambda _: other.change(key, "second"),
        apart=False,
        among=among,
    ):
        for error in meeting.errors:
            says = f"Two requests of {one.name} and {other.name} meet, and one fails: "
            raise fail(says + first_line(error), "both succeed.", details=meeting.story)
        got = {code.name: request(step, code, "read", key) for code in step.codes}
        says = f"{first}() of {one.name} and change() of {other.name} meet. Then "
        says += ", and ".join(f"{name} reads {text!r}" for name, text in got.items()) + "."
        allowed = {"second"} | ({"first"} if first == "change" else set())
        is_right = len(set(got.values())) == 1 and set(got.values()) <= allowed
        expect(is_right, says, "all read the same one of the two.", details=meeting.story)
        step.rows[key] = next(iter(got.values()))


def asked(sql, *arguments):
    """Return the rows of a query."""
    with connection.cursor() as cursor:
        cursor.execute(sql, arguments or None)
        return cursor.fetchall()


def run(sql, whose=""):
    """Run a statement of a release."""
    try:
        with connection.cursor() as cursor:
            cursor.execute(sql)
    except Exception as error:
        says = f"A statement in {whose} fails: {first_line(error)}"
        raise fail(says, details=[short(sql)]) from error


def short(sql):
    return " ".join(sql.split())[:100]


def first_line(error):
    return " ".join((str(error) or type(error).__name__).splitlines()[0].split())


def capital(text):
    return text[0].upper() + text[1:]
