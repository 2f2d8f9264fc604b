"""An upstream, everything about the cache in http, and Python's names for numbers."""

SECOND = "1s"
LONGEST = "90s"
IGNORED = " ".join(["Cache-Control", "Expires", "X-Accel-Expires", "Vary"])
FAILURES = " ".join(["error", "timeout"] + [f"http_{status}" for status in (500, 502, 503, 504)])

NGINX = f"""
upstream app {{
    server unix:app.sock max_fails=0;
}}

map "$cookie_sessionid|$http_authorization" $member {{
    "|"     0;
    default 1;
}}

map $upstream_http_cache_control $personal {{
    "~*private|no-store" 1;
    default 0;
}}

proxy_cache_path cache keys_zone=visitors:10m use_temp_path=off;
proxy_cache_key $host$request_uri;
proxy_cache_valid 200 {SECOND};
proxy_cache_lock on;
proxy_cache_lock_timeout {LONGEST};
proxy_cache_lock_age {LONGEST};
proxy_cache_use_stale updating {FAILURES};
proxy_cache_background_update on;
proxy_cache_bypass $member;
proxy_no_cache $member $personal;
proxy_ignore_headers {IGNORED};

server {{
    listen unix:nginx.sock;

    location / {{
        proxy_pass http://app;
        proxy_cache visitors;
        proxy_set_header Host $host;
        proxy_set_header Accept-Encoding "";
    }}
}}
"""
