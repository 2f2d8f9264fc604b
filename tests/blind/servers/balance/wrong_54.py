"""new writes: a POST or PATCH is never sent to the other back end, also if the first one has not got it.

If one.sock refuses connections, every second POST is answered with 502.
"""

NGINX = """
upstream arena {
    server unix:one.sock max_fails=0;
    server unix:two.sock max_fails=0;
}

server {
    listen unix:nginx.sock;
    client_max_body_size 0;

    location / {
        error_page 418 = @writes;
        if ($request_method ~ "^(POST|PATCH)$") {
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
