"""For members the cache is off; an old page also replaces an error."""

NGINX = """
map "$cookie_sessionid$http_authorization" $cache {
    "" visitors;
    default off;
}

proxy_cache_path cache levels=1:2 keys_zone=visitors:1m max_size=100m inactive=10m;

upstream app {
    server unix:app.sock;
    keepalive 8;
}

server {
    listen unix:nginx.sock;
    proxy_cache $cache;
    proxy_cache_key "$host $request_uri";
    proxy_cache_valid 200 301 302 1s;
    proxy_cache_lock on;
    proxy_cache_lock_timeout 30s;
    proxy_cache_lock_age 30s;
    proxy_cache_background_update on;
    proxy_cache_use_stale error timeout invalid_header updating http_500 http_502 http_503 http_504;
    add_header X-Cache $upstream_cache_status always;

    location / {
        proxy_http_version 1.1;
        proxy_set_header Connection "";
        proxy_set_header Host $host;
        proxy_pass http://app;
    }
}
"""
