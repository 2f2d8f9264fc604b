"""Wrong (new writes): a POST or PATCH is never given to another one, not even if the first one refused
the connection: 502.
"""

NGINX = """
upstream arena {
    server unix:one.sock max_fails=0;
    server unix:two.sock max_fails=0;
}

server {
    listen unix:nginx.sock;
    client_max_body_size 100m;

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
