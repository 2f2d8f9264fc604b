"""set and if for members."""

NGINX = """
proxy_cache_path ./pages keys_zone=pages:1m;

map $upstream_http_cache_control $private {
    "~*private"  yes;
    "~*no-store" yes;
    default      "";
}

server {
    listen unix:nginx.sock;

    set $member "";
    if ($cookie_sessionid != "") {
        set $member yes;
    }
    if ($http_authorization != "") {
        set $member yes;
    }

    location / {
        proxy_pass http://unix:app.sock;
        proxy_set_header Host $host;
        proxy_set_header Accept-Encoding identity;

        proxy_cache pages;
        proxy_cache_methods GET HEAD;
        proxy_cache_key "$host$request_uri";
        proxy_cache_valid 200 1s;
        proxy_cache_bypass $member;
        proxy_no_cache $member $private;
        proxy_ignore_headers Cache-Control Expires X-Accel-Expires Vary;
        proxy_cache_lock on;
        proxy_cache_lock_timeout 100s;
        proxy_cache_lock_age 100s;
        proxy_cache_use_stale updating error timeout http_500 http_503;
        proxy_cache_background_update on;
        add_header X-Cache $upstream_cache_status;
    }
}
"""
