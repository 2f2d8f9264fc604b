"""Cache-Control is compared in small letters, and Private is the same to HTTP.

Breaks: private
Fails: private
"""

NGINX = """
map $upstream_http_cache_control $private {
    default "";
    "~(private|no-store)" 1;
}
proxy_cache_path cache keys_zone=pages:10m;

server {
    listen unix:nginx.sock;

    location / {
        proxy_pass http://unix:app.sock;
        proxy_set_header Host $host;

        proxy_cache pages;
        proxy_cache_key $host$request_uri;
        proxy_cache_valid 200 1s;
        proxy_ignore_headers Cache-Control;
        proxy_cache_lock on;
        proxy_cache_use_stale updating;
        proxy_cache_background_update on;

        proxy_cache_bypass $cookie_sessionid$http_authorization;
        proxy_no_cache $private$cookie_sessionid$http_authorization;
    }
}
"""
