"""A Scrapy spider that reads a feed and keeps every story: `scrapy runspider stories.py -a feed=URL`."""

import scrapy


class Stories(scrapy.Spider):
    name = "stories"
    custom_settings = {"ROBOTSTXT_OBEY": True}

    def __init__(self, feed, **others):
        super().__init__(**others)
        self.start_urls = [feed]

    def parse(self, response):
        for link in response.xpath("//item/link/text()").getall():
            yield response.follow(link, self.keep)

    def keep(self, response):
        yield {"url": response.url, "text": " ".join(response.xpath("//p/text()").getall())}
