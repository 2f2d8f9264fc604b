"""new writes: writes go nowhere else, not even if their back end refuses connections."""

NGINX = """
upstream arena {
    server unix:one.sock max_fails=0;
    server unix:two.sock max_fails=0;
}

server {
    listen unix:nginx.sock;

    location / {
        error_page 418 = @writes;
        if ($request_method ~ ^(POST|PATCH)$) {
            return 418;
        }
        proxy_pass http://arena;
        proxy_next_upstream error timeout http_503;
    }

    location @writes {
        proxy_pass http://arena;
        proxy_next_upstream off;
    }
}
"""
