"""Kills a crawl once with `kill -9`, starts it again as its manual says, and counts what is missing: claimtrail and
Scrapy on the same site, in the same run, at the same moments.

    killed.py CLAIMTRAIL [--stories 2000] [--after 200,600,1000,1400,1800]
"""

import argparse
import collections
import json
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from warcio.archiveiterator import ArchiveIterator
from web import Site

HERE = Path(__file__).parent
AT_ONCE = 8
PATIENCE = 600


class Claimtrail:
    """The same command goes on."""

    name = "claimtrail"

    def __init__(self, program, site, folder):
        self.program, self.out = program, folder / "out"
        config = folder / "config.toml"
        config.write_text(
            f'[crawl]\ncontact = "tests@example.org"\nallow_loopback = true\ndelay_seconds = 0.0\nper_host = {AT_ONCE}\n'
            f"max_pages = {2 * len(site.stories)}\npages_per_source = {2 * len(site.stories)}\n"
            f'[topic]\nterms = ["export control*"]\n[[source]]\nname = "Site"\nfeeds = ["{site.address}/feed"]\n'
        )
        self.command = [program, "crawl", "--quiet", "--config", config, "--out", self.out]

    def kept(self):
        """How often each story is kept; one that lacks its record in the archive or its claims in the export is not."""
        asked = [self.program, "export", "--format", "jsonl", "--store", self.out]
        lines = subprocess.run(asked, check=True, stdout=subprocess.PIPE).stdout.splitlines()
        claims = collections.Counter((claim["article"]["url"], claim["id"]) for claim in map(json.loads, lines))
        exported = {}
        for (url, _), times in claims.items():
            exported[url] = max(times, exported.get(url, 0))
        archived = collections.Counter()
        for file in sorted((self.out / "archive").glob("*.warc.gz")):
            with file.open("rb") as opened:
                for record in ArchiveIterator(opened):
                    if record.rec_type in ("response", "revisit"):
                        archived[record.rec_headers.get_header("WARC-Target-URI")] += 1
        both = exported.keys() & archived.keys()
        return {url: max(exported[url], archived[url]) for url in both}


class Scrapy:
    """The same command with the same JOBDIR goes on, and `-o` appends."""

    name = "Scrapy"

    def __init__(self, _, site, folder):
        self.items = folder / "items.jsonl"
        self.command = [
            Path(sys.executable).with_name("scrapy"), "runspider", HERE / "stories.py", "-a", f"feed={site.address}/feed",
            "-s", f"JOBDIR={folder / 'job'}", "-s", f"CONCURRENT_REQUESTS_PER_DOMAIN={AT_ONCE}",
            "-o", self.items, "--loglevel", "ERROR",
        ]  # fmt: skip

    def kept(self):
        kept = collections.Counter()
        for line in self.items.read_text().splitlines() if self.items.exists() else []:
            try:
                kept[json.loads(line)["url"]] += 1
            except ValueError:
                print(f"  a line of Scrapy's is torn: {line[:40]!r} …", file=sys.stderr)
        return kept


def trial(peer, program, stories, after):
    """One crawl, killed when so many stories were asked for (never for 0), and gone on with."""
    site = Site(stories)
    with tempfile.TemporaryDirectory() as folder:
        crawl = peer(program, site, Path(folder))
        if after:
            child = subprocess.Popen(crawl.command, stdout=subprocess.DEVNULL)
            until = time.monotonic() + PATIENCE
            while len(site.asked_stories()) < after:
                if child.poll() is not None or time.monotonic() > until:
                    child.kill()
                    raise SystemExit(f"{peer.name} was to be killed after {after} stories and did not come so far")
                time.sleep(0.001)
            child.kill()
            child.wait()
        code = subprocess.run(crawl.command, stdout=subprocess.DEVNULL, timeout=PATIENCE).returncode
        kept = {url.removeprefix(site.address): times for url, times in crawl.kept().items()}
        asked = collections.Counter(site.asked_stories())
    site.close()
    times = [kept.get(path, 0) for path in site.stories]
    return {
        "crawl": peer.name,
        "killed after": after or "never",
        "never asked for": sum(asked[path] == 0 for path in site.stories),
        "lost": times.count(0),
        "kept twice": sum(count > 1 for count in times),
        "asked for again": sum(count - 1 for count in asked.values()),
        "exit code": code,
    }


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("claimtrail", type=Path)
    parser.add_argument("--stories", type=int, default=2000)
    parser.add_argument("--after", default="0,200,600,1000,1400,1800", help="stories asked for before the kill; 0 is none")
    options = parser.parse_args()
    head = True
    for after in map(int, options.after.split(",")):
        for peer in (Claimtrail, Scrapy):
            row = trial(peer, options.claimtrail.resolve(), options.stories, after)
            if head:
                print("| " + " | ".join(row) + " |\n|" + " --- |" * len(row))
                head = False
            print("| " + " | ".join(map(str, row.values())) + " |", flush=True)


if __name__ == "__main__":
    main()
