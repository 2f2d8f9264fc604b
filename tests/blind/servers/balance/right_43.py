"""A map sends reading and writing requests to two groups of the same back ends, each with its own order, and only the location of reading ones repeats after a 503."""

NGINX = r"""
map $request_method $is_write {
    default "";
    POST 1;
    PATCH 1;
}

upstream pages {
    server unix:one.sock max_fails=0;
    server unix:two.sock max_fails=0;
}

upstream writes {
    server unix:one.sock max_fails=0;
    server unix:two.sock max_fails=0;
}

server {
    listen unix:nginx.sock;
    client_max_body_size 0;
    proxy_set_header Host arena;
    proxy_set_header Connection close;

    location / {
        error_page 418 = @writes;
        if ($is_write) {
            return 418;
        }
        proxy_pass http://pages;
        proxy_next_upstream error http_503;
    }

    location @writes {
        proxy_pass http://writes;
        # without non_idempotent: only if the connection was refused
        proxy_next_upstream error;
    }
}
"""
