"""writes

A response that doesn't come in time (proxy_read_timeout, 60 seconds) makes nginx ask the other back end through error_page, for all methods:
a POST or PATCH that hangs in one back end for a minute is then sent to the other.
"""

NGINX = r"""
upstream arena {
    server unix:one.sock max_fails=0;
    server unix:two.sock max_fails=0;
}

server {
    listen unix:nginx.sock;
    client_max_body_size 0;
    proxy_set_header Host arena;
    proxy_set_header Connection close;

    location / {
        proxy_pass http://arena;
        proxy_next_upstream error http_503;
        # a back end that hangs: once more
        error_page 504 = @again;
    }

    location @again {
        proxy_pass http://arena;
        proxy_next_upstream error http_503;
    }
}
"""
