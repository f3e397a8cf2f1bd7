"""A registry office's system and Otau: tell of an application, ask for its people, follow changes.

    OTAU_URL=https://otau.example.kz OTAU_KEY=otau_… python registry_client.py application.json

Python's standard library only. Print nothing of a person; keep the key out of logs.
"""

import json
import os
import random
import sys
import time
import urllib.error
import urllib.parse
import urllib.request
import uuid
from pathlib import Path
from typing import Any

AGAIN = {409, 429, 500, 503}  # what may be sent again, after the time that Retry-After names
TRIES, LONGEST_PAUSE = 6, 60  # seconds


class Otau:
    """One key at one address."""

    def __init__(self, url: str, key: str) -> None:
        self.url, self.key = url.rstrip("/") + "/api/v1/", key

    def send(self, path: str, body: Any = None, *, once: str = "") -> Any:
        """Send `body` (GET without one) and return the answer; `once` names it for repetitions."""
        headers = {"Authorization": f"Bearer {self.key}", "Content-Type": "application/json"}
        headers |= {"Idempotency-Key": f'"{once}"'} if once else {}
        data = None if body is None else json.dumps(body).encode()
        for tried in range(1, TRIES + 1):
            request = urllib.request.Request(self.url + path, data, headers)  # noqa: S310
            try:
                with urllib.request.urlopen(request, timeout=30) as answer:  # noqa: S310
                    return json.load(answer)
            except urllib.error.HTTPError as error:
                problem = json.loads(error.read() or b"{}")
                if error.code not in AGAIN or tried == TRIES:
                    where = [one.get("pointer") for one in problem.get("errors", ())]
                    raise RuntimeError(f"{error.code} {problem.get('code')} {where}") from None
                pause = float(error.headers.get("Retry-After") or 2**tried)
            except (urllib.error.URLError, TimeoutError, ConnectionError):
                if tried == TRIES:
                    raise
                pause = 2**tried
            # With some chance in it: many systems that were refused must not come back at once.
            time.sleep(min(pause, LONGEST_PAUSE) * random.uniform(1, 1.5))  # noqa: S311
        raise AssertionError("unreachable")

    def changes(self, cursor_file: Path, limit: int = 100) -> Any:
        """Yield what changed since the last time; a cursor is kept once its page was worked on."""
        more = True
        while more:
            after = cursor_file.read_text() if cursor_file.exists() else ""
            query = urllib.parse.urlencode({"limit": limit, "after": after})
            page = self.send(f"changes?{query}")
            yield from page["changes"]
            cursor_file.write_text(page["next_cursor"])
            more = page["has_more"]


def main(application: dict[str, Any], otau: Otau, cursor_file: Path) -> None:
    """Tell of an application, ask for its two people, and follow what changes."""
    told = otau.send("applications", application, once=str(uuid.uuid4()))
    print("application:", told["result"])
    for person in application["applicants"]:
        asked = {"identity": person["identity"], "application": application["number"]}
        answer = otau.send("applicants/query", asked | {"name": person["name"]})
        print(f"applicant {answer['position']}: {answer['state']} ({answer['text_ru']})")
    for change in otau.changes(cursor_file):
        print("change:", change["happened"], change["position"], change["state"])


if __name__ == "__main__":
    main(
        json.loads(Path(sys.argv[1]).read_text()),
        Otau(os.environ["OTAU_URL"], os.environ["OTAU_KEY"]),
        Path(os.environ.get("OTAU_CURSOR", "cursor.txt")),
    )
