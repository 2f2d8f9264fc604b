"""stale: without a background update, the visitor who comes first after a second waits for the new page."""

NGINX = """
proxy_cache_path cache keys_zone=pages:10m max_size=500m use_temp_path=off;

map $cookie_sessionid$http_authorization $member {
    ""      "";
    default member;
}

map $upstream_http_cache_control $private {
    default               "";
    "~*private|no-store"  private;
}

server {
    listen unix:nginx.sock;

    location / {
        proxy_pass http://unix:app.sock;
        proxy_set_header Host $host;
        proxy_set_header Accept-Encoding "";

        proxy_cache pages;
        proxy_cache_key $host$request_uri;
        proxy_cache_valid 200 1s;
        proxy_ignore_headers Cache-Control Expires X-Accel-Expires Vary;
        proxy_cache_bypass $member;
        proxy_no_cache $member $private;
        proxy_cache_lock on;
        proxy_cache_lock_timeout 60s;
        proxy_cache_lock_age 60s;
        proxy_cache_use_stale updating error timeout http_500 http_502 http_503 http_504;
    }
}
"""
