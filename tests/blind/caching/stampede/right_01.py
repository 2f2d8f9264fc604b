"""RIGHT: cache.add() claims the key for 30 s, waiters look every 30 ms; a script gives back only one's own claim."""

import time
import uuid

from django.core.cache import cache

# Longer than the longest computation; and this, plus one more computation, is under a minute.
CLAIM = 30
# A version of its own: no key that anybody caches can be taken for a claim.
CLAIMS = "once-claim"
GIVE_BACK = """
if redis.call('GET', KEYS[1]) == ARGV[1] then
    return redis.call('DEL', KEYS[1])
end
return 0
"""


def give_back(key, token):
    name = cache.make_key(key, version=CLAIMS)
    client = cache._cache.get_client(name, write=True)
    client.eval(GIVE_BACK, 1, name, token)


def once(key, compute, timeout=60):
    token = uuid.uuid4().int >> 80
    while True:
        value = cache.get(key)
        if value is not None:
            return value
        # Whole numbers are stored as they are, so the script can compare them.
        if cache.add(key, token, CLAIM, version=CLAIMS):
            break
        time.sleep(0.03)
    try:
        # Somebody may have stored it between our look and our claim.
        value = cache.get(key)
        if value is None:
            value = compute()
            # add(), not set(): who was stuck too long does not replace a newer value.
            if not cache.add(key, value, timeout):
                value = cache.get(key, value)
        return value
    finally:
        give_back(key, token)
