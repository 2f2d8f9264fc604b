"""What checks slow_log.py."""

import json
from decimal import Decimal

from kata.checks import log_line, plain, same

# A statement, and its shape.
SHAPES = {
    "SELECT 1": "SELECT ?",
    "SELECT * FROM t1 WHERE a2 = 17 LIMIT 21": "SELECT * FROM t1 WHERE a2 = ? LIMIT ?",
    "SELECT x FROM t1 WHERE a IN (1, 25,300)": "SELECT x FROM t1 WHERE a IN (?, ?,?)",
    "SELECT 1.5, .25, 2e10, 1.5E-3, 7*8": "SELECT ?, ?, ?, ?, ?*?",
    "SELECT 0xFF, 0b101, 1_000": "SELECT ?, ?, ?",
    "SELECT _2, post_id, a1b2 FROM p_2024": "SELECT _2, post_id, a1b2 FROM p_2024",
    'SELECT "t 1", "it\'s 5" FROM "a--b 7"': 'SELECT "t 1", "it\'s 5" FROM "a--b 7"',
    'SELECT "say ""5""" FROM "/* 6 */" AS b': 'SELECT "say ""5""" FROM "/* 6 */" AS b',
    'SELECT "t  1", a FROM " \tc "': 'SELECT "t  1", a FROM " \tc "',
    "SELECT a FROM größe2 WHERE ü1 = 5": "SELECT a FROM größe2 WHERE ü1 = ?",
    "SELECT '5'::int, x->>'name', y[1:2]": "SELECT ?::int, x->>?, y[?:?]",
    'SELECT t.a, p."id", "p"."x" FROM s.t2 AS t': 'SELECT t.a, p."id", "p"."x" FROM s.t2 AS t',
    "select 1": "select ?",
    "UPDATE t SET a = $1, b = $22 WHERE c = true": "UPDATE t SET a = ?, b = ? WHERE c = true",
}
STRINGS = {
    "SELECT a, 'O''Neil', ''": "SELECT a, ?, ?",
    "SELECT b, '''', '''a', 'a'''": "SELECT b, ?, ?, ?",
    "SELECT c, 'C:\\', 'ada'": "SELECT c, ?, ?",
    "SELECT d, E'O\\'Neil', 'ada'": "SELECT d, ?, ?",
    "SELECT e, e'\\\\', E'a''b\\\\\\'ada', 'ada'": "SELECT e, ?, ?, ?",
    "SELECT f, '-- ada', 'a /* b', '*/ ada'": "SELECT f, ?, ?, ?",
    "SELECT g, 'say \"ada', 'ada\"'": "SELECT g, ?, ?",
    "SELECT h, $$it's ada$$, $$$$": "SELECT h, ?, ?",
    "SELECT i, $a_1$ada $$ 'ada' $b$ $a_1$, 5": "SELECT i, ?, ?",
    "SELECT j, 'two\n\n  lines of ada', 'x'": "SELECT j, ?, ?",
    "SELECT k, '$$ada', 'ada$$', '$1'": "SELECT k, ?, ?, ?",
    "SELECT l, 'duration: 9 ms  statement: ada', 'execute x: ada'": "SELECT l, ?, ?",
    "SELECT 'ada' AS type, note'ada'": "SELECT ? AS type, note?",
}
SPACES = {
    "  SELECT a\n\tFROM  b\n": "SELECT a FROM b",
    "/* route='/people/5' */ SELECT a FROM b": "SELECT a FROM b",
    "SELECT a /* it's 5 */ FROM b -- don't": "SELECT a FROM b",
    'SELECT a -- "x\n  /* y\n -- z */ FROM b': "SELECT a FROM b",
    "SELECT/* ada */c--x\nFROM b": "SELECT c FROM b",
    "SELECT 5-- ada $$\n- 7 /***/": "SELECT ? - ?",
    "SELECT a /* b /* '5 */ c /*/ d */ e */ /**/ FROM f": "SELECT a FROM f",
    "SELECT a /* 1 /* 2 /* 3 /* 4 */ 3 */ 2 */ 1 */ FROM g": "SELECT a FROM g",
    "SELECT a - b / c * d": "SELECT a - b / c * d",
}
IGNORED = (
    log_line("duration: 900.125 ms"),
    log_line("duration: 900.125 ms  parse <unnamed>: SELECT a FROM b WHERE c = $1"),
    log_line("duration: 900.125 ms  bind _pg3_0: SELECT a FROM b WHERE c = $1", detail="$1 = '7'"),
    log_line("duration: 900.125 ms  plan:\nQuery Text: SELECT a FROM b\nSeq Scan on b  (cost=0)"),
    log_line("statement: SELECT a FROM b WHERE c = 5"),
    log_line("execute <unnamed>: SELECT a FROM b WHERE c = $1"),
    log_line("statement: SELECT 'duration: 900.125 ms  statement: SELECT a FROM b'"),
    log_line("division by zero", severity="ERROR", state_code="22012", statement="SELECT a FROM b"),
    log_line("checkpoint starting: time", database=""),
    log_line('temporary file: path "x", size 140', statement="SELECT a FROM b"),
)


def test_answer(answer):
    """Adds up the calls of each shape.

    Tries: calls, shape, result, lines, last line.
    """
    log = [
        called("SELECT a FROM b WHERE c = 'ada@arena.example'", 40),
        called("SELECT slow FROM b WHERE c = 5", 100.5),
        *(called(f"SELECT a FROM b WHERE c = {n}", 0.1 + n, "execute <unnamed>") for n in range(9)),
        called("SELECT a FROM b WHERE c = $1", 30.001, "execute _pg3_0", detail="$1 = 'ada'"),
        called("SELECT once FROM b", 12.25),
        called("EXECUTE plan_7('ada', 5)", 0.25, detail="prepare: PREPARE plan_7 AS SELECT $1"),
        # Their sums are equal; those of floats are not, added in this order.
        *(called("SELECT tie2 FROM b", ms) for ms in (0.1, 0.2, 0.3)),
        *(called("SELECT tie1 FROM b", ms) for ms in (0.3, 0.2, 0.1)),
        *(called("SELECT tie3 FROM b", ms) for ms in (0.2, 0.3, 0.1)),
    ]
    right = [
        ("SELECT a FROM b WHERE c = ?", 11, 106.901, 40),
        ("SELECT slow FROM b WHERE c = ?", 1, 100.5, 100.5),
        ("SELECT once FROM b", 1, 12.25, 12.25),
        ("SELECT tie1 FROM b", 3, 0.6, 0.3),
        ("SELECT tie2 FROM b", 3, 0.6, 0.3),
        ("SELECT tie3 FROM b", 3, 0.6, 0.3),
        ("EXECUTE plan_7(?, ?)", 1, 0.25, 0.25),
    ]
    reports(answer, log, right)
    reports(answer, log[::-1], right, "with the log from its end")
    reports(answer, log[:2], [right[1], (right[0][0], 1, 40, 40)], "with two lines")
    reports(answer, [], [], "with no line")


def test_shapes(answer):
    """Numbers and parameters are values, and names are not.

    Tries: shape.
    """
    shapes(answer, SHAPES)


def test_strings(answer):
    """Knows where a string ends.

    Tries: strings, shape.
    """
    shapes(answer, STRINGS)


def test_spaces(answer):
    """White space and comments are one space.

    Tries: space.
    """
    shapes(answer, SPACES)


def test_entries(answer):
    """Counts calls of this database, and nothing else.

    Tries: calls.
    """
    mine = called("SELECT a FROM b WHERE c = 5", 3)
    others = [
        called("SELECT a FROM b WHERE c = 5", 7, database=name) for name in ("shop", "arena2")
    ]
    right = [("SELECT a FROM b WHERE c = ?", 2, 6, 3)]
    for line in (*IGNORED, *others):
        reports(answer, [mine, line, mine], right, f"beside {json.loads(line)['message']!r:.50}")
    reports(answer, [mine, *others], [(right[0][0], 1, 7, 7)], "of shop", database="shop")
    reports(answer, [mine, *others], [], "of a database without calls", database="ena")


def test_last_line(answer):
    """Skips a last line only if it is cut off.

    Tries: last line, lines.
    """
    log = [called("SELECT a FROM b WHERE c = 'ü\\' AND d = '{{}}'", ms) for ms in (2, 5)]
    whole = log[-1].rstrip("\n")
    for length in range(len(whole)):
        one = [("SELECT a FROM b WHERE c = ? AND d = ?", 1, 2, 2)]
        reports(answer, [log[0], whole[:length]], one, f"cut off after {length} letters")
    both = [("SELECT a FROM b WHERE c = ? AND d = ?", 2, 7, 5)]
    reports(answer, [log[0], whole], both, "with a whole last line")


# What the checks above are made of.


def called(statement, ms, how="statement", database="arena", **more):
    return log_line(f"duration: {ms:.3f} ms  {how}: {statement}", database, **more)


def shapes(answer, right):
    """Fail unless each statement has its shape: first each alone, and then all together."""
    for statement, shape in right.items():
        reports(answer, [called(statement, 5)], [(shape, 1, 5, 5)], f"of {statement!r:.50}")
    times = {}
    for number, shape in enumerate(right.values(), 1):
        times.setdefault(shape, []).append(number)
    rows = [(shape, len(ms), sum(ms), max(ms)) for shape, ms in times.items()]
    rows.sort(key=lambda row: (-row[2], row[0]))
    log = [called(statement, number) for number, statement in enumerate(right, 1)]
    reports(answer, log, rows, "of all these together")


def reports(answer, log, right, given="", database="arena"):
    """Fail unless slowest() has these lines; a time may be 0.001 off."""
    got = plain(answer.slowest(iter(log), database))
    names = ("statement", "calls", "total_ms", "slowest_ms")
    right = [dict(zip(names, (*row[:2], *map(float, row[2:])), strict=True)) for row in right]
    for line, other in zip(got, right, strict=False) if isinstance(got, list) else ():
        if isinstance(line, dict):
            line.update({name: other[name] for name in names if near(line.get(name), other[name])})
    same(got, right, call="slowest()", given=given)


def near(got, right):
    is_number = isinstance(got, int | float | Decimal) and not isinstance(got, bool)
    return is_number and not isinstance(right, str) and abs(float(got) - right) <= 0.00101
