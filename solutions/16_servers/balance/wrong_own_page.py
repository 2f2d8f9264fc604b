"""nginx has a page of its own for errors.

Breaks: errors
Fails: errors
"""

NGINX = """
upstream arena {
    server unix:one.sock max_fails=0;
    server unix:two.sock max_fails=0;
}

server {
    listen unix:nginx.sock;

    location @sorry {
        return 500 "Sorry.";
    }

    location / {
        proxy_pass http://arena;
        proxy_next_upstream error timeout http_503;
        proxy_intercept_errors on;
        error_page 500 @sorry;
    }
}
"""
