"""One proxy for all that is compared: it asks for plain bytes, packs them as it packs the others', and lets sockets by.

What it has packed once it keeps, as a proxy before a dashboard does: packing is in the first visitor's time alone.
"""

from __future__ import annotations

import asyncio
import gzip
import http.client
from threading import Thread

import brotli

PACKED = ("text/", "application/javascript", "application/json", "application/manifest", "image/svg")
LEAST = 1000
QUALITY = 5
LEFT_OUT = {"connection", "transfer-encoding", "content-length", "content-encoding", "keep-alive"}


class CompressingProxy:
    """Listens on a loopback port of its own before ``port``; a thread of its own, until ``close``."""

    def __init__(self, port: int) -> None:
        self._upstream = port
        self._kept: dict[tuple[str, bytes], bytes] = {}
        self._loop = asyncio.new_event_loop()
        self._thread = Thread(target=self._loop.run_forever, daemon=True)
        self._thread.start()
        made = asyncio.run_coroutine_threadsafe(asyncio.start_server(self._serve, "127.0.0.1", 0), self._loop)
        self.port = made.result().sockets[0].getsockname()[1]

    def close(self) -> None:
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            while head := await _head(reader):
                headers = _fields(head)
                if headers.get("upgrade", "").lower() == "websocket":
                    await self._tunnel(head, reader, writer)
                    return
                body = await reader.readexactly(int(headers.get("content-length", 0)))
                writer.write(await asyncio.to_thread(self._answer, head.split(b"\r\n", 1)[0].decode(), headers, body))
                await writer.drain()
        except (ConnectionError, asyncio.IncompleteReadError):
            pass
        finally:
            writer.close()

    async def _tunnel(self, head: bytes, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        far_reader, far_writer = await asyncio.open_connection("127.0.0.1", self._upstream)
        far_writer.write(head)
        await asyncio.gather(_pipe(reader, far_writer), _pipe(far_reader, writer), return_exceptions=True)

    def _answer(self, line: str, headers: dict[str, str], body: bytes) -> bytes:
        method, path, _ = line.split(" ", 2)
        asked = {name: value for name, value in headers.items() if name not in LEFT_OUT} | {
            "accept-encoding": "identity"
        }
        connection = http.client.HTTPConnection("127.0.0.1", self._upstream, timeout=120)
        connection.request(method, path, body or None, asked)
        answer = connection.getresponse()
        content = answer.read()
        told = [(name, value) for name, value in answer.getheaders() if name.lower() not in LEFT_OUT]
        connection.close()
        kind = answer.getheader("content-type") or ""
        if len(content) >= LEAST and kind.startswith(PACKED) and not answer.getheader("content-encoding"):
            coding = "br" if "br" in headers.get("accept-encoding", "") else "gzip"
            content = self._packed(coding, content)
            told.append(("Content-Encoding", coding))
        told.append(("Content-Length", str(len(content))))
        start = f"HTTP/1.1 {answer.status} {answer.reason}\r\n" + "".join(
            f"{name}: {value}\r\n" for name, value in told
        )
        return start.encode("latin-1") + b"\r\n" + content

    def _packed(self, coding: str, content: bytes) -> bytes:
        key = (coding, content)
        if key not in self._kept:
            self._kept[key] = brotli.compress(content, quality=QUALITY) if coding == "br" else gzip.compress(content, 6)
        return self._kept[key]


async def _head(reader: asyncio.StreamReader) -> bytes:
    try:
        return await reader.readuntil(b"\r\n\r\n")
    except asyncio.IncompleteReadError:
        return b""


def _fields(head: bytes) -> dict[str, str]:
    lines = head.decode("latin-1").split("\r\n")[1:]
    return {name.lower(): value.strip() for name, _, value in (line.partition(":") for line in lines if line)}


async def _pipe(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    while data := await reader.read(65_536):
        writer.write(data)
        await writer.drain()
    writer.close()
