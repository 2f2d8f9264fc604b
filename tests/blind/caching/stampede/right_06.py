"""RIGHT: two scripts do all: one reads the value or claims it in one trip, one stores it and ends the claim."""

import time
import uuid

from django.core.cache import cache

CLAIM_MS = 30_000
READ_OR_CLAIM = """
local value = redis.call('GET', KEYS[1])
if value then
    return {'value', value}
end
if redis.call('SET', KEYS[2], ARGV[1], 'NX', 'PX', ARGV[2]) then
    return {'yours', ''}
end
return {'wait', ''}
"""
# ARGV: the token, the seconds (-1: forever, 0: not at all), and perhaps a value.
END = """
local owner = redis.call('GET', KEYS[2])
if owner and owner ~= ARGV[1] then
    return 0
end
redis.call('DEL', KEYS[2])
local seconds = tonumber(ARGV[2])
if ARGV[3] and seconds > 0 then
    redis.call('SET', KEYS[1], ARGV[3], 'NX', 'EX', seconds)
elseif ARGV[3] and seconds < 0 then
    redis.call('SET', KEYS[1], ARGV[3], 'NX')
end
return 1
"""


def once(key, compute, timeout=60):
    stored = cache.make_key(key)
    claim = cache.make_key(key, version="once")
    client = cache._cache.get_client(stored, write=True)
    serializer = cache._cache._serializer
    token = uuid.uuid4().hex
    while True:
        state, value = client.eval(READ_OR_CLAIM, 2, stored, claim, token, CLAIM_MS)
        if state == b"value":
            return serializer.loads(value)
        if state == b"yours":
            break
        time.sleep(0.04)
    arguments = [0]
    try:
        value = compute()
        seconds = cache.get_backend_timeout(timeout)
        arguments = [-1 if seconds is None else seconds, serializer.dumps(value)]
    finally:
        client.eval(END, 2, stored, claim, token, *arguments)
    return cache.get(key, value)
