"""The back end's Vary is replaced by one line: its own value with Accept-Encoding appended by a map, if that isn't in it already."""

NGINX = r"""
map $upstream_http_vary $vary {
    "" "Accept-Encoding";
    "~*(^|[\s,])accept-encoding([\s,]|$)" $upstream_http_vary;
    default "$upstream_http_vary, Accept-Encoding";
}

gzip_comp_level 9;
gzip_min_length 500;
gzip_proxied any;
gzip_http_version 1.0;
gzip_types text/css application/json application/problem+json application/vnd.api+json application/ld+json application/manifest+json application/xhtml+xml;

server {
    listen unix:nginx.sock;
    proxy_set_header Host $host;

    location / {
        gzip on;
        proxy_pass http://unix:app.sock;
        proxy_hide_header Vary;
        add_header Vary $vary always;
    }

    location ~ ^/account/ {
        gzip off;
        proxy_pass http://unix:app.sock;
        proxy_hide_header Vary;
        add_header Vary $vary always;
    }

    location ^~ /static/ {
        gzip on;
        root files;
        add_header Vary Accept-Encoding always;
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
    }
}
"""
