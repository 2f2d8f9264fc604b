"""SET NX with a token and an expiry elects who computes; one Lua script stores the value and ends the election, if it is still ours."""

import time
import uuid

from django.core.cache import cache

MISSING = object()
ELECTED = 30  # seconds: longer than compute() takes, short enough for those who wait for the dead
PAUSE = 0.05

# KEYS: lock, value. ARGV: token, value or nothing, its seconds or -1 for ever.
FINISH = """
local holder = redis.call('get', KEYS[1])
local ours = holder == ARGV[1]
if #ARGV > 1 and (ours or (not holder and redis.call('exists', KEYS[2]) == 0)) then
    if ARGV[3] == '-1' then
        redis.call('set', KEYS[2], ARGV[2])
    elseif ARGV[3] ~= '0' then
        redis.call('set', KEYS[2], ARGV[2], 'EX', ARGV[3])
    end
end
if ours then
    redis.call('del', KEYS[1])
end
return ours and 1 or 0
"""


def once(key, compute, timeout=60):
    value = cache.get(key, MISSING)
    if value is not MISSING:
        return value

    lock = cache.make_key(key, version="once")
    client = cache._cache.get_client(lock, write=True)
    token = uuid.uuid4().hex
    while not client.set(lock, token, nx=True, ex=ELECTED):
        time.sleep(PAUSE)
        value = cache.get(key, MISSING)
        if value is not MISSING:
            return value

    keys = [lock, cache.make_key(key)]
    outcome = []
    try:
        value = cache.get(key, MISSING)  # stored between our look and our election?
        if value is MISSING:
            value = compute()
            seconds = cache.get_backend_timeout(timeout)
            data = cache._cache._serializer.dumps(value)
            outcome = [data, -1 if seconds is None else seconds]
    finally:
        ours = client.eval(FINISH, len(keys), *keys, token, *outcome)
    return value if ours else cache.get(key, value)
