"""The cache is a variable: for members its name is "off", for all others it is the zone."""

NGINX = """
proxy_cache_path micro keys_zone=micro:5m inactive=30m max_size=100m;

map "$cookie_sessionid$http_authorization" $cache_for {
    "" micro;
    default off;
}

server {
    listen unix:nginx.sock;

    proxy_cache_key "$host $request_uri";
    proxy_cache_methods GET HEAD;
    proxy_cache_valid 200 1s;
    proxy_cache_lock on;
    proxy_cache_lock_timeout 300s;
    proxy_cache_lock_age 300s;
    proxy_cache_use_stale error timeout invalid_header updating http_500 http_502 http_503 http_504;
    proxy_cache_background_update on;

    location / {
        proxy_cache $cache_for;
        proxy_pass http://unix:app.sock;
        proxy_set_header Host $host;
    }
}
"""
