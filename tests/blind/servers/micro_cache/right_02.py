"""The zone is a variable: members have none."""

NGINX = """
proxy_cache_path pages levels=1:2 keys_zone=pages:5m inactive=1h;

map "$cookie_sessionid$http_authorization" $zone {
    default off;
    ""      pages;
}

map $upstream_http_cache_control $secret {
    default          "";
    "~*\\bprivate\\b"  1;
    "~*\\bno-store\\b" 1;
}

server {
    listen unix:nginx.sock;

    location / {
        proxy_pass http://unix:app.sock;
        proxy_set_header Host $host;
        proxy_set_header Accept-Encoding "";

        proxy_cache $zone;
        proxy_cache_key "$host $request_uri";
        proxy_cache_valid 200 301 302 1s;
        proxy_no_cache $secret;
        proxy_ignore_headers Cache-Control Expires X-Accel-Expires Vary;
        proxy_cache_lock on;
        proxy_cache_lock_timeout 2m;
        proxy_cache_lock_age 2m;
        proxy_cache_use_stale error timeout invalid_header updating
                              http_500 http_502 http_503 http_504;
        proxy_cache_background_update on;
    }
}
"""
