"""secret

The path is compared as it was sent, in the two spellings that the task names: /acc%6Funt/, //account/ and /x/../account/ are
below /account/ too, and their texts are compressed.
"""

NGINX = r"""
map $request_uri $where {
    default open;
    "~^/(account|%61ccount)/" secret;
}

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
    add_header Vary Accept-Encoding always;

    location / {
        error_page 418 = @secret;
        recursive_error_pages on;
        if ($where = secret) {
            return 418;
        }
        proxy_pass http://unix:app.sock;
        proxy_set_header Host $host;
    }

    location @secret {
        gzip off;
        proxy_pass http://unix:app.sock;
        proxy_set_header Host $host;
    }

    location /static/ {
        root files;
    }
}
"""
