"""Pages a second: claimtrail, with its archive alone and with every page read to claims, and Scrapy, in turn on the same
loopback web.

    throughput.py CLAIMTRAIL HOSTS [--hosts 200] [--pages 25] [--latency 50] [--at-once 256] [--rounds 3]

CLAIMTRAIL and HOSTS are release builds of the program and of the example `hosts`, the web.
"""

import argparse
import os
import resource
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from warcio.archiveiterator import ArchiveIterator

HERE = Path(__file__).parent
PATIENCE = 600
PER_HOST = 8
# A word that no page holds, and one that all hold.
TOPICS = {"claimtrail, archive": "zugzwang", "claimtrail, claims": "report"}


class Web:
    """The hosts, in a process of their own."""

    def __init__(self, program, hosts, pages, latency):
        words = [program, str(hosts), str(pages), str(latency)]
        self.process = subprocess.Popen(words, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        port = int(self.process.stdout.readline())
        self.feeds = [f"http://127.9.{n // 256}.{n % 256}:{port}/feed" for n in range(hosts)]

    def seconds(self):
        """Of CPU so far."""
        fields = Path(f"/proc/{self.process.pid}/stat").read_text().rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")

    def close(self):
        self.process.stdin.close()
        self.process.wait()


def claimtrail(peer, options, web, folder):
    """The command, and a function that counts the pages it has kept."""
    config, out, pages = folder / "config.toml", folder / "out", options.hosts * options.pages
    text = (
        f'[crawl]\ncontact = "tests@example.org"\nallow_loopback = true\ndelay_seconds = 0.0\nper_host = {PER_HOST}\n'
        f"concurrency = {options.at_once}\nmax_pages = {2 * pages}\npages_per_source = {2 * pages}\n"
        f'[topic]\nterms = ["{TOPICS[peer]}"]\n'
    )
    for number, feed in enumerate(web.feeds):
        text += f'[[source]]\nname = "Gazette {number}"\nfeeds = ["{feed}"]\n'
    config.write_text(text)

    def kept():
        store = sqlite3.connect(out / "claims.sqlite")
        fetched = "SELECT count(DISTINCT url) FROM fetches WHERE purpose = 'page' AND status = 200 AND file IS NOT NULL"
        articles = "SELECT count(*) FROM articles"
        return store.execute(fetched if peer == "claimtrail, archive" else articles).fetchone()[0]

    return [options.claimtrail, "crawl", "--quiet", "--config", config, "--out", out], kept


def scrapy(peer, options, web, folder):
    """As its manual has it for many hosts at once, under "Broad Crawls"."""
    feeds, bodies, warc = folder / "feeds", folder / "bodies", folder / "pages.warc.gz"
    feeds.write_text("\n".join(web.feeds))
    bodies.mkdir()
    settings = {
        "CONCURRENT_REQUESTS": options.at_once, "CONCURRENT_REQUESTS_PER_DOMAIN": PER_HOST, "DOWNLOAD_DELAY": 0,
        "SCHEDULER_PRIORITY_QUEUE": "scrapy.pqueues.DownloaderAwarePriorityQueue", "REACTOR_THREADPOOL_MAXSIZE": 20,
        "COOKIES_ENABLED": False, "RETRY_ENABLED": False, "TELNETCONSOLE_ENABLED": False,
    }  # fmt: skip
    command = [Path(sys.executable).with_name("scrapy"), "runspider", HERE / "stories.py", "--loglevel", "ERROR"]
    for name, value in settings.items():
        command += ["-s", f"{name}={value}"]
    command += ["-a", f"feeds={feeds}"]
    if peer == "Scrapy, files":
        return command + ["-a", f"bodies={bodies}"], lambda: sum(1 for _ in bodies.iterdir())

    def kept():
        with warc.open("rb") as opened:
            return sum(1 for _ in ArchiveIterator(opened))

    return command + ["-a", f"warc={warc}"], kept


PEERS = {**dict.fromkeys(TOPICS, claimtrail), "Scrapy, WARC": scrapy, "Scrapy, files": scrapy}


def trial(peer, options):
    """One crawl from its start to its end: pages a second, and the CPU seconds of crawler and web."""
    web = Web(options.web, options.hosts, options.pages, options.latency)
    with tempfile.TemporaryDirectory(dir=options.folder) as folder:
        command, kept = PEERS[peer](peer, options, web, Path(folder))
        spent, served, began = resource.getrusage(resource.RUSAGE_CHILDREN), web.seconds(), time.monotonic()
        code = subprocess.run(command, stdout=subprocess.DEVNULL, timeout=PATIENCE).returncode
        took = time.monotonic() - began
        served, after = web.seconds() - served, resource.getrusage(resource.RUSAGE_CHILDREN)
        count = kept()
    web.close()
    if count != options.hosts * options.pages or code:
        raise SystemExit(f"{peer} kept {count} of {options.hosts * options.pages} pages; exit code {code}")
    cpu = after.ru_utime + after.ru_stime - spent.ru_utime - spent.ru_stime
    print(f"  {peer}: {count} pages in {took:.1f} s, {count / took:.0f} a second; CPU {cpu:.1f} s, web {served:.1f} s", flush=True)
    return count / took


def shown(values, digits=0):
    return " | ".join(f"{value:.{digits}f}" for value in (min(values), statistics.median(values), max(values)))


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("claimtrail", type=Path)
    parser.add_argument("web", type=Path, metavar="HOSTS")
    parser.add_argument("--hosts", type=int, default=200)
    parser.add_argument("--pages", type=int, default=25, help="of each host")
    parser.add_argument("--latency", type=int, default=50, help="milliseconds before each answer")
    parser.add_argument("--at-once", type=int, default=256, help="requests under way, for all alike")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--only", choices=PEERS, action="append", help="leave out the others")
    parser.add_argument("--folder", type=Path, help="where crawls are kept meanwhile")
    options = parser.parse_args()
    options.claimtrail, options.web = options.claimtrail.resolve(), options.web.resolve()
    rates = {peer: [] for peer in options.only or PEERS}
    for number in range(options.rounds):
        print(f"round {number + 1}", flush=True)
        for peer, found in rates.items():
            found.append(trial(peer, options))
    print("\n| pages a second | min | median | max |\n| --- | --- | --- | --- |")
    for peer, found in rates.items():
        print(f"| {peer} | {shown(found)} |")
    for ours in filter(TOPICS.get, rates):
        for other in rates.keys() - TOPICS.keys():
            times = [one / two for one, two in zip(rates[ours], rates[other])]
            print(f"| times: {ours} : {other}, in the same round | {shown(times, 1)} |")


if __name__ == "__main__":
    main()
