"""The front desk under load: how long many clients at once wait for a picture, a PDF or a page, and what memory it takes.

Run with `make bench-desk`. Every client has a cookie and a form of its own, and works as a browser does: it opens a
sheet, has it drawn with a name typed in, and prints it. All of it against one `handouts serve` with its usual settings.
"""

from __future__ import annotations

import argparse
import os
import platform
import re
import statistics
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from http.client import HTTPConnection
from pathlib import Path
from urllib.parse import urlencode, urlsplit

ROOT = Path(__file__).parents[1]
SHEETS = [
    ("rls-overview", "en"), ("magnesium-and-rls", "es"), ("vitamins-and-rls", "ar"), ("rls-overview", "vi"),
    ("magnesium-and-rls", "zh-Hans"),
]  # fmt: skip


class Client:
    """One browser: a connection, a cookie, a token."""

    def __init__(self, address: str, number: int) -> None:
        self.place = urlsplit(address).netloc
        self.sheet = "/h/{}/{}".format(*SHEETS[number % len(SHEETS)])
        self.number = number
        self.cookie = self.token = ""
        self.times: dict[str, list[float]] = {}
        self.wrong: list[str] = []

    def ask(self, kind: str, path: str, values: dict[str, str] | None = None) -> bytes:
        """One request, timed; anything but 200 is noted."""
        connection = HTTPConnection(self.place, timeout=600)
        headers = {"Cookie": self.cookie, "Origin": f"http://{self.place}"} if self.cookie else {}
        body = None
        if values is not None:
            body = urlencode(values)
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        begun = time.perf_counter()
        connection.request("POST" if values is not None else "GET", path, body, headers)
        answer = connection.getresponse()
        data = answer.read()
        self.times.setdefault(kind, []).append(time.perf_counter() - begun)
        if answer.status != 200:
            self.wrong.append(f"{kind}: {answer.status}")
        for cookie in answer.headers.get_all("Set-Cookie") or ():
            if cookie.startswith("handouts_desk="):
                self.cookie = cookie.split(";")[0]
        connection.close()
        return data

    def work(self, rounds: int) -> None:
        """A clinic's morning: open, look, print, again and again."""
        for round_ in range(rounds):
            page = self.ask("page", self.sheet).decode()
            self.token = re.search(r'name="token" value="([0-9a-f]+)"', page)[1]
            values = {"token": self.token, "v.patient.name": f"Client {self.number} round {round_}"}
            picture = self.ask("picture", f"{self.sheet}/look", {**values, "size": "100"})
            assert b'"picture":"iVBOR' in picture, picture[:300]
            assert self.ask("PDF", f"{self.sheet}/pdf", values).startswith(b"%PDF")


def memory(process: int) -> float:
    """MiB that a process and its children hold, each page of memory shared by several counted by its share."""
    threads = Path(f"/proc/{process}/task").iterdir()  # a child belongs to the thread that started it
    children = [child for thread in threads for child in (thread / "children").read_text().split()]
    rollup = Path(f"/proc/{process}/smaps_rollup").read_text()
    own = int(re.search(r"Pss: +(\d+)", rollup)[1]) / 1024
    return own + sum(memory(int(child)) for child in children)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--clients", type=int, default=50)
    parser.add_argument("--rounds", type=int, default=6)
    asked = parser.parse_args()
    command = [sys.executable, "-m", "handouts", "-C", str(ROOT), "serve", "--port", "0", "--no-open", "--no-ledger"]
    server = subprocess.Popen([*command, "--jobs", "2"], stderr=subprocess.PIPE, text=True)
    try:
        address = next(word for line in server.stderr for word in line.split() if word.startswith("http://"))
        for number in range(len(SHEETS) * 2):
            Client(address, number).work(1)  # as after the first hour of a day: every plate is there
        alone = Client(address, 0)
        alone.work(asked.rounds)
        before = memory(server.pid)
        clients = [Client(address, number) for number in range(asked.clients)]
        begun = time.perf_counter()
        with ThreadPoolExecutor(asked.clients) as threads:
            list(threads.map(lambda client: client.work(asked.rounds), clients))
        seconds = time.perf_counter() - begun
        first = memory(server.pid)
        with ThreadPoolExecutor(asked.clients) as threads:
            list(threads.map(lambda client: client.work(asked.rounds), clients))
        after = memory(server.pid)
    finally:
        server.terminate()
        server.wait()
    wrong = [one for client in clients for one in client.wrong]
    count = sum(len(times) for client in clients for times in client.times.values())
    print(f"Python {platform.python_version()}, {os.cpu_count()} cores, load {os.getloadavg()[0]:.1f} at the end")
    print(f"{asked.clients} clients at once, {count} requests, {len(wrong)} errors {sorted(set(wrong))}")
    print(f"{count / 2 / seconds:.0f} requests a second in the first half")
    print(f"memory of server and workers: {before:.0f} MiB before, {first:.0f} after one half, {after:.0f} after both")
    print("| request | alone, median ms | at once, median ms | at once, p95 ms |\n|---|---|---|---|")
    for kind in ("page", "picture", "PDF"):
        single = statistics.median(alone.times[kind]) * 1000
        times = sorted(one * 1000 for client in clients for one in client.times[kind])
        p95 = times[int(len(times) * 0.95)]
        print(f"| {kind} | {single:.0f} | {statistics.median(times):.0f} | {p95:.0f} |")


if __name__ == "__main__":
    main()
