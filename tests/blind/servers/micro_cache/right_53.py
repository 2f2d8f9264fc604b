"""Two locations: members are sent to one without any cache, so nothing of theirs can come near it."""

MEMBERS = """
    location @member {
        proxy_pass http://unix:app.sock;
        proxy_set_header Host $host;
    }
"""

VISITORS = """
    location / {
        error_page 418 = @member;
        if ($is_member) {
            return 418;
        }

        proxy_pass http://unix:app.sock;
        proxy_set_header Host $host;

        proxy_cache visitors;
        proxy_cache_key $host|$request_uri;
        proxy_cache_valid 200 1s;
        proxy_cache_use_stale updating error timeout http_500 http_502 http_503 http_504;
        proxy_cache_background_update on;
        proxy_cache_lock on;
        proxy_cache_lock_age 75s;
        proxy_cache_lock_timeout 75s;
    }
"""

NGINX = f"""
proxy_cache_path visitors levels=1 keys_zone=visitors:4m inactive=1d use_temp_path=off;

map $http_cookie $session {{
    default "";
    "~(^|;) *sessionid=" member;
}}

map "$session$http_authorization" $is_member {{
    "" "";
    default member;
}}

server {{
    listen unix:nginx.sock;
{VISITORS}{MEMBERS}}}
"""
