"""A Scrapy spider that reads feeds and keeps every story: `scrapy runspider stories.py -a feed=URL`.

`-a feeds=FILE` names a list of feeds, one a line. In place of an item with its text, a story's page is kept as it came
with `-a bodies=FOLDER`, in a file of its own, and with `-a warc=FILE`, as a gzip member of a WARC file, by warcio.
"""

import hashlib
from io import BytesIO
from pathlib import Path

import scrapy
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter


class Stories(scrapy.Spider):
    name = "stories"
    custom_settings = {"ROBOTSTXT_OBEY": True}

    def __init__(self, feed=None, feeds=None, bodies=None, warc=None, **others):
        super().__init__(**others)
        self.start_urls = [feed] if feed else Path(feeds).read_text().split()
        self.bodies, self.keeping = bodies and Path(bodies), self.write if bodies else self.keep
        if warc:
            self.warc, self.keeping = WARCWriter(Path(warc).open("wb"), gzip=True, warc_version="1.1"), self.archive

    def parse(self, response):
        for link in response.xpath("//item/link/text()").getall():
            yield response.follow(link, self.keeping)

    def keep(self, response):
        yield {"url": response.url, "text": " ".join(response.xpath("//p/text()").getall())}

    def write(self, response):
        name = hashlib.sha256(response.url.encode()).hexdigest()
        (self.bodies / name).write_bytes(response.body)

    def archive(self, response):
        headers = [(name.decode(), values[0].decode("latin-1")) for name, values in response.headers.items()]
        head = StatusAndHeaders(f"{response.status} OK", headers, protocol="HTTP/1.1")
        record = self.warc.create_warc_record(response.url, "response", BytesIO(response.body), http_headers=head)
        self.warc.write_record(record)
        self.warc.out.flush()
