"""What a page costs: requests and bytes as the browser received them, headers included."""

from dataclasses import dataclass, field

from playwright.sync_api import Page

from tests.journeys.conftest import Phone


@dataclass
class Visit:
    """One load of a page. Bytes are those on the wire, compressed, with headers."""

    kinds: dict[str, str] = field(default_factory=dict)
    sizes: dict[str, int] = field(default_factory=dict)
    hosts: set[str] = field(default_factory=set)

    @property
    def requests(self) -> int:
        """How many requests went to the server; what the browser had kept is none."""
        return sum(1 for size in self.sizes.values() if size)

    def bytes(self, *kinds: str) -> int:
        """Bytes received, of these kinds of content (Document, Stylesheet, Script …) or of all."""
        return sum(
            size for one, size in self.sizes.items() if not kinds or self.kinds.get(one) in kinds
        )


class Meter:
    """Counts the traffic of one tab."""

    def __init__(self, page: Page) -> None:
        """Begin to listen to `page`."""
        self.page, self.visit = page, Visit()
        self.cdp = page.context.new_cdp_session(page)
        self.cdp.send("Network.enable")
        self.cdp.on("Network.requestWillBeSent", self._sent)
        self.cdp.on("Network.loadingFinished", self._finished)
        self.cdp.on("Network.requestServedFromCache", self._kept)

    def _sent(self, event: dict) -> None:
        self.visit.kinds[event["requestId"]] = event.get("type", "Other")
        self.visit.hosts.add(event["request"]["url"].partition("://")[2].partition("/")[0])
        if before := event.get("redirectResponse"):
            # The same id is used again after a redirect.
            self.visit.sizes[f"{event['requestId']} before"] = int(before["encodedDataLength"])

    def _finished(self, event: dict) -> None:
        if event["requestId"] in self.visit.kinds:
            self.visit.sizes[event["requestId"]] = int(event["encodedDataLength"])

    def _kept(self, event: dict) -> None:
        self.visit.kinds.pop(event["requestId"], None)

    def forget(self) -> None:
        """Empty the browser's cache: the next visit is a first one."""
        self.cdp.send("Network.clearBrowserCache")

    def load(self, address: str) -> Visit:
        """Open `address` and return what it cost, down to the last picture on the screen."""
        self.page.goto("about:blank")
        self.visit = Visit()
        self.page.goto(address, wait_until="load")
        for _ in range(100):
            if self.visit.kinds.keys() <= self.visit.sizes.keys():
                break
            self.page.wait_for_timeout(20)
        return self.visit


def icon(phone: Phone) -> int:
    """Bytes of the icon of the site, which browsers with a window fetch too, and ours does not."""
    page = phone.page
    address = page.locator("link[rel=icon]").get_attribute("href") or ""
    answer = phone.context.request.get(phone.site(address), headers={"accept-encoding": "gzip"})
    assert answer.ok, address
    headers = sum(len(name) + len(value) + 4 for name, value in answer.headers.items())
    return headers + int(answer.headers["content-length"])
