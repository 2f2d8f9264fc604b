"""RIGHT: pattern matching for the pool, recursion for what breaks."""


def each(pool, threads):
    match pool:
        case None:
            return threads
        case [smallest, _] if threads < smallest:
            return smallest
        case [_, largest] if threads > largest:
            return largest
        case _:
            return threads


def breaking(parts, room):
    if not parts:
        return None
    (name, number), *others = parts
    return name if number > room else breaking(others, room - number)


def budget(site):
    pool = site["pool"]
    web_servers = site["servers"]
    extra_servers = site.get("deploy", web_servers)
    parts = [
        ("web", web_servers * site["workers"] * each(pool, site["threads"])),
        ("deploy", extra_servers * site["workers"] * each(pool, site["threads"])),
        ("celery", site["machines"] * site["concurrency"] * each(pool, 1)),
        ("admin", site["admin"]),
    ]
    room = site["max_connections"] - site["reserved"]
    left = room - sum(number for _, number in parts)
    return dict(parts) | {"left": left, "breaks": breaking(parts, room)}
