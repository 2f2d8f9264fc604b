"""vary

gzip_vary speaks only of what gzip would compress, and /account/ has a line of its own: a text below 500 bytes, an error
such as 400 or 500, and the answer to HEAD don't say Vary: Accept-Encoding, for /account/'s errors it is missing too (no "always").
"""

NGINX = r"""
server {
    listen unix:nginx.sock;

    types {
        text/html html htm shtml;
        text/css css;
        text/xml xml;
        text/plain txt;
        text/csv csv;
        application/json json map;
        application/manifest+json webmanifest;
        application/javascript js mjs;
        application/xhtml+xml xhtml;
        application/pdf pdf;
        application/zip zip;
        application/wasm wasm;
        image/png png;
        image/jpeg jpeg jpg;
        image/gif gif;
        image/webp webp;
        image/avif avif;
        image/svg+xml svg svgz;
        image/x-icon ico;
        font/woff woff;
        font/woff2 woff2;
        video/mp4 mp4;
        video/webm webm;
        audio/mpeg mp3;
    }
    gzip on;
    gzip_comp_level 9;
    gzip_min_length 500;
    gzip_proxied any;
    gzip_http_version 1.0;
    gzip_types text/css application/json application/problem+json application/vnd.api+json application/ld+json application/manifest+json application/xhtml+xml;
    gzip_vary on;

    location / {
        proxy_pass http://unix:app.sock;
        proxy_set_header Host $host;
    }

    # a location that ends with / would answer /account with a redirect
    location = /account {
        proxy_pass http://unix:app.sock;
        proxy_set_header Host $host;
    }

    location /account/ {
        gzip off;
        add_header Vary Accept-Encoding;
        proxy_pass http://unix:app.sock;
        proxy_set_header Host $host;
    }

    location /static/ {
        root files;
    }
}
"""
