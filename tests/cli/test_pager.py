"""How lines are split into pages."""

from kata.cli import pager


def test_pages_hold_what_a_terminal_shows_and_lose_nothing():
    link = "\x1b]8;;file:///a/very/long/address\x1b\\feed.py\x1b]8;;\x1b\\"
    rows = ["", "x" * 41, f"\x1b[1m{'y' * 40}\x1b[0m", link, "z" * 500, "end"]
    assert [pager.height(row, 40) for row in rows] == [1, 2, 1, 1, 13, 1]
    whole = pager.pages(rows, room=4, width=40)
    assert whole == [rows[:3], rows[3:4], rows[4:5], rows[5:]]
    assert pager.pages(rows, room=100, width=40) == [rows]
