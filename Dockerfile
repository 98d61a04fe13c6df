# Python wheels only: no system package, no browser, no system font. Celery is in it for the service "worker" of compose.yaml.
FROM python:3.12-slim

WORKDIR /app
COPY requirements-celery.lock .
RUN pip install --no-cache-dir --disable-pip-version-check --require-hashes -r requirements-celery.lock \
    && useradd --create-home --shell /usr/sbin/nologin --uid 10001 tuoyu
COPY app.py ./
COPY data ./data
COPY metrics ./metrics
COPY layouts ./layouts
COPY callbacks ./callbacks
RUN python -m compileall -q data metrics layouts callbacks && install -d -o tuoyu -g tuoyu -m 700 instance

ENV PYTHONUNBUFFERED=1 TUOYU_LOG=json
USER tuoyu
VOLUME /app/instance
EXPOSE 8050
HEALTHCHECK --start-period=60s CMD \
    ["python", "-c", "import os, urllib.request as u, data.settings as s; u.urlopen(f'http://127.0.0.1:8050{s.from_env(os.environ).url_prefix}healthz', timeout=5)"]
CMD ["python", "app.py", "serve", "--host", "0.0.0.0", "--port", "8050"]
