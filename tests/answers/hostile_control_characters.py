"""Raises with control characters in the message, the type's name and the line."""


def feed(limit=50):
    kind = type("Wipe\x1b[2JError", (Exception,), {})
    raise kind("\x1b[31mred\x07 \u202eturned round\r\nand a second line \x9b1m")  # [2J
