"""Writes fixtures/archive/warcio.warc.gz: a small WARC as another program writes one.

    pip install warcio && python tools/warcio/foreign.py

The test `a_warc_of_another_program_is_read` reads it. Run this again only when the fixture should change.
"""

import io
from pathlib import Path

from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

DATE = "2023-10-17T12:00:00Z"


def http(status, headers):
    return StatusAndHeaders(status, headers, protocol="HTTP/1.1")


def main():
    out = io.BytesIO()
    writer = WARCWriter(out, gzip=True, warc_version="1.0")
    writer.write_record(writer.create_warcinfo_record("warcio.warc.gz", {"software": "warcio"}))

    page = "https://bureau.example/press/1"
    chunked = b"10\r\n<p>Licences were\r\n9;x=y\r\n refused.\r\n0\r\n\r\n"
    headers = http("200 OK", [("Content-Type", "text/html"), ("Transfer-Encoding", "chunked")])
    response = writer.create_warc_record(
        page, "response", io.BytesIO(chunked), http_headers=headers, warc_headers_dict={"WARC-Date": DATE}
    )
    asked = StatusAndHeaders("GET /press/1 HTTP/1.1", [("Host", "bureau.example")], is_http_request=True)
    request = writer.create_warc_record(
        page, "request", http_headers=asked, warc_headers_dict={"WARC-Date": DATE}
    )
    writer.write_request_response_pair(request, response)

    writer.write_record(
        writer.create_warc_record(
            "dns:bureau.example", "response", io.BytesIO(b"20231017\nbureau.example. A 203.0.113.9"),
            warc_content_type="text/dns", warc_headers_dict={"WARC-Date": DATE},
        )
    )
    writer.write_record(
        writer.create_revisit_record(page, "sha1:3I42H3S6NNFQ2MSVX7XZKYAYSCX5QBYJ", page, DATE)
    )
    # The header says chunked, the payload is not: the transfer coding was undone and the header left.
    writer.write_record(
        writer.create_warc_record(
            "https://bureau.example/press/2", "response", io.BytesIO(b"<p>No licence was granted.</p>"),
            http_headers=headers, warc_headers_dict={"WARC-Date": DATE, "WARC-Truncated": "length"},
        )
    )
    writer.write_record(
        writer.create_warc_record(
            "https://bureau.example/list.txt", "resource", io.BytesIO(b"Entity List"),
            warc_content_type="text/plain", warc_headers_dict={"WARC-Date": DATE},
        )
    )
    Path("fixtures/archive/warcio.warc.gz").write_bytes(out.getvalue())


if __name__ == "__main__":
    main()
