"""A site on loopback: a feed that names every story, the stories, and a list of what was asked for."""

import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

LATENCY = 0.005
PARAGRAPHS = (
    "The order was published on the site of the bureau, which gave no more details and would not say when the next one "
    "follows.",
    "Lawyers in the city described the measure at length and answered questions from reporters until late in the evening.",
)


def story(number):
    """An article that makes one claim, its own."""
    title = f"Export controls, part {number}"
    claim = f"The United States fined Acme Optics ${number + 1} million for shipping drones to Iran."
    return f"<title>{title}</title><h1>{title}</h1><p>{claim} {PARAGRAPHS[0]}</p><p>{PARAGRAPHS[1]}</p>"


class Answers(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    # A head and a body in two packets would wait for each other.
    disable_nagle_algorithm = True

    def do_GET(self):
        site = self.server.site
        with site.lock:
            site.asked.append(self.path)
        found = site.pages.get(self.path)
        time.sleep(LATENCY)
        kind, body = found or ("text/plain", b"not here")
        self.send_response(200 if found else 404)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_):
        pass


class Server(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 128

    def handle_error(self, *_):
        """A program that is killed leaves its connections broken: nothing to tell."""


class Site:
    """Serves until it is closed; `asked` are the paths asked for, in order."""

    def __init__(self, stories):
        self.lock, self.asked = threading.Lock(), []
        self.server = Server(("127.0.0.1", 0), Answers)
        self.server.site = self
        self.address = "http://127.0.0.1:%d" % self.server.server_address[1]
        self.stories = [f"/story-{number}" for number in range(stories)]
        items = "".join(
            f"<item><title>Export controls, part {number}</title><link>{self.address}{path}</link></item>"
            for number, path in enumerate(self.stories)
        )
        feed = f'<?xml version="1.0"?><rss version="2.0"><channel><title>Site</title>{items}</channel></rss>'
        self.pages = {path: ("text/html", story(number).encode()) for number, path in enumerate(self.stories)}
        self.pages["/feed"] = ("text/xml", feed.encode())
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def asked_stories(self):
        with self.lock:
            return [path for path in self.asked if path.startswith("/story-")]

    def close(self):
        self.server.shutdown()
        self.server.server_close()
