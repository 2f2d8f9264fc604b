"""Prefix locations: /account/ without gzip, and /account itself by an exact one, so nginx does not redirect it."""

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

map $sent_http_content_type $vary {
    ~*^text/html Accept-Encoding;
    ~*^text/css Accept-Encoding;
    ~*^application/json Accept-Encoding;
}

server {
    listen unix:nginx.sock;

    gzip on;
    gzip_types text/css application/json;
    gzip_proxied any;
    gzip_http_version 1.0;
    gzip_min_length 500;
    gzip_comp_level 7;
    gzip_buffers 32 8k;
    add_header Vary $vary always;

    proxy_set_header Host $host;  # for both locations of the back end

    location / {
        proxy_pass http://unix:app.sock;
    }

    location = /account {
        proxy_pass http://unix:app.sock;
    }

    location ^~ /account/ {
        gzip off;
        proxy_pass http://unix:app.sock;
    }

    location /static/ {
        root files;
    }
}
"""
