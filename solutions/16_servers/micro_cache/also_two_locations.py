"""Members have a location without a cache."""

NGINX = """
proxy_cache_path pages keys_zone=micro:2m use_temp_path=off;
proxy_set_header Host $host;

server {
    listen unix:nginx.sock;
    error_page 418 = @member;

    location / {
        if ($cookie_sessionid) {
            return 418;
        }
        if ($http_authorization) {
            return 418;
        }
        proxy_cache micro;
        proxy_cache_key $request_method$host$request_uri;
        proxy_cache_methods GET;
        proxy_cache_valid 200 1s;
        proxy_cache_lock on;
        proxy_cache_use_stale updating error timeout http_500 http_503;
        proxy_cache_background_update on;
        proxy_pass http://unix:app.sock;
    }

    location @member {
        proxy_pass http://unix:app.sock;
    }
}
"""
