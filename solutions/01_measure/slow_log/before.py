r"""The report on slow statements begins with a visitor's e-mail address.

PostgreSQL logs each slow statement (log_min_duration_statement) as one JSON line. slowest()
lists them unchanged.

Change slowest(lines, database) to add up the calls of each shape.

Rules:
- calls: entries with this "dbname" whose "message" is "duration: 5.125 ms  statement: SELECT ..."
  or "duration: 5.125 ms  execute NAME: SELECT ...". No other entry counts.
- shape: the statement, with ? for each string, number and parameter ($1). Names stay, t1 and
  "t 1" too.
- strings: 'O''Neil', E'O\'Neil', $$...$$, $tag$...$tag$.
- space: a run of white space and comments (nested too) is one space; none at the ends.
- last line: may be cut off while the server writes. Skip it.
- lines: any iterable, read once.
- result: a list of dictionaries: statement (the shape), calls, total_ms, slowest_ms (within 0.001).
  Highest total first, to 0.001 ms; ties by statement.
"""

import json
import re


def slowest(lines, database):
    found = []
    for line in lines:
        entry = json.loads(line)
        # TODO: values of visitors are in the text, so each call is a statement of its own.
        match = re.match(r"duration: (\S+) ms  (.*)", entry["message"])
        if match and entry.get("dbname") == database:
            ms = float(match[1])
            found.append({"statement": match[2], "calls": 1, "total_ms": ms, "slowest_ms": ms})
    return sorted(found, key=lambda call: (-call["total_ms"], call["statement"]))
