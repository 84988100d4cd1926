"""A Scrapy spider that reads feeds and keeps every story: `scrapy runspider stories.py -a feed=URL`.

`-a feeds=FILE` names a list of feeds, one a line. With `-a bodies=FOLDER` a story's page is written to a file of its own,
as it came, in place of an item with its text.
"""

import hashlib
from pathlib import Path

import scrapy


class Stories(scrapy.Spider):
    name = "stories"
    custom_settings = {"ROBOTSTXT_OBEY": True}

    def __init__(self, feed=None, feeds=None, bodies=None, **others):
        super().__init__(**others)
        self.start_urls = [feed] if feed else Path(feeds).read_text().split()
        self.bodies = bodies and Path(bodies)

    def parse(self, response):
        for link in response.xpath("//item/link/text()").getall():
            yield response.follow(link, self.write if self.bodies else self.keep)

    def keep(self, response):
        yield {"url": response.url, "text": " ".join(response.xpath("//p/text()").getall())}

    def write(self, response):
        name = hashlib.sha256(response.url.encode()).hexdigest()
        (self.bodies / name).write_bytes(response.body)
