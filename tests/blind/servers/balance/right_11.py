"""Right: writes have a location of their own, where only a refused connection matters.
"""

NGINX = """
upstream arena {
    zone arena 64k;
    least_conn;
    server unix:one.sock max_fails=0;
    server unix:two.sock max_fails=0;
}

map $request_method $writes {
    default 0;
    POST 1;
    PATCH 1;
}

server {
    listen unix:nginx.sock;
    client_max_body_size 0;

    location / {
        error_page 418 = @writes;
        if ($writes) {
            return 418;
        }
        proxy_pass http://arena;
        proxy_next_upstream error http_503;
        proxy_next_upstream_tries 2;
    }

    location @writes {
        proxy_pass http://arena;
        # "error" includes a connection that broke, but without non_idempotent only if nothing was
        # sent.
        proxy_next_upstream error;
        proxy_next_upstream_tries 2;
    }
}
"""
