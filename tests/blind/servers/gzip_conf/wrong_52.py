"""Rule as before: below /account/ the back end gets another Host.

The new location repeats proxy_pass and not proxy_set_header. It shows for /account/ with the Host arena.example.
"""

NGINX = r"""
types {
    text/html html htm;
    text/css css;
    text/plain txt;
    text/javascript js;
    application/json json;
    image/png png;
    image/jpeg jpg jpeg;
    image/gif gif;
    image/svg+xml svg;
    image/webp webp;
    image/x-icon ico;
    font/woff2 woff2;
}

# Vary for every text, also for one that is too short for gzip or below /account/.
map $sent_http_content_type $vary_of_text {
    default "";
    "~*^(text/html|text/css|application/json)" Accept-Encoding;
}

gzip on;
gzip_types text/css application/json;
gzip_proxied any;
gzip_http_version 1.0;
gzip_min_length 500;
gzip_comp_level 6;

server {
    listen unix:nginx.sock;
    add_header Vary $vary_of_text always;

    location / {
        proxy_pass http://unix:app.sock;
        proxy_set_header Host $host;
    }

    # nginx compares the decoded path. A regular expression, as a prefix would redirect /account itself.
    location ~ ^/account/ {
        gzip off;
        proxy_pass http://unix:app.sock;
    }

    location /static/ {
        root files;
    }
}
"""
