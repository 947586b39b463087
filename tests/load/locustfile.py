"""Fifty reviewers at once for five minutes, against a desk on this machine and no other::

    locust -f tests/load/locustfile.py --headless --host http://127.0.0.1:8000

They sign in one after another (the desk lets in thirty a minute from one address), and then all of
them read lists, lines and records and decide, until the time is up. It ends with an exit code of 1
where a single request failed. Accounts are those of the demo; ``--account`` and ``--password`` name
another city officer's. More than fifty, or longer than five minutes, is refused.
"""

from __future__ import annotations

import random
import re
import time
from collections.abc import Sequence
from ipaddress import ip_address
from typing import Any
from urllib.parse import urlsplit

from locust import HttpUser, LoadTestShape, between, events, task
from locust.argument_parser import LocustArgumentParser
from locust.env import Environment
from locust.exception import StopUser

MOST_REVIEWERS = 50
MOST_MINUTES = 5.0
ARRIVALS = 0.4
"""Reviewers that sign in a second: below the desk's limit of thirty a minute."""

TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="([^"]+)"')
SEARCHES = ("机械", "科技", "软件", "91350100", "福州", "jx")


class NotHereError(Exception):
    """The desk is not on this machine, or the load would be beyond its bounds."""


def is_loopback(address: str) -> bool:
    """Whether an address of the web (``http://127.0.0.1:8000``) is of this machine."""
    parts = urlsplit(address)
    if parts.scheme not in ("http", "https") or parts.username is not None:
        return False
    host = parts.hostname or ""
    if host == "localhost":
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False


@events.init_command_line_parser.add_listener
def _arguments(parser: LocustArgumentParser) -> None:
    parser.add_argument("--reviewers", type=int, default=MOST_REVIEWERS)
    parser.add_argument("--minutes", type=float, default=MOST_MINUTES)
    parser.add_argument("--account", default="city")
    parser.add_argument("--password", default="banyan-demo", is_secret=True)


@events.init.add_listener
def _bounds(environment: Environment, **_more: Any) -> None:
    if environment.host and not is_loopback(environment.host):
        raise NotHereError(f"{environment.host} is not on this machine")
    asked = environment.parsed_options
    if asked is not None and not (
        0 < asked.reviewers <= MOST_REVIEWERS and 0 < asked.minutes <= MOST_MINUTES
    ):
        raise NotHereError(f"at most {MOST_REVIEWERS} reviewers and {MOST_MINUTES} minutes")


@events.quitting.add_listener
def _verdict(environment: Environment, **_more: Any) -> None:
    environment.process_exit_code = 1 if environment.stats.total.num_failures else 0


class AllAtOnce(LoadTestShape):
    """Reviewers arrive until all are there, and then stay for the minutes."""

    def tick(self) -> tuple[int, float] | None:
        assert self.runner is not None
        asked = self.runner.environment.parsed_options
        arrival = asked.reviewers / ARRIVALS
        if self.get_run_time() > arrival + 60 * asked.minutes:
            return None
        return asked.reviewers, ARRIVALS


class Reviewer(HttpUser):
    """Reads, thinks, decides."""

    wait_time = between(1, 5)

    def on_start(self) -> None:
        if not is_loopback(self.client.base_url):
            raise NotHereError(f"{self.client.base_url} is not on this machine")
        self.organizations: Sequence[str] = ()
        self.lines: Sequence[str] = ()
        self._sign_in()

    def _sign_in(self) -> None:
        asked = self.environment.parsed_options
        for _attempt in range(5):
            token = self._token(self.client.get("/accounts/login/", name="sign in").text)
            given = {
                "login": asked.account,
                "password": asked.password,
                "csrfmiddlewaretoken": token,
            }
            with self.client.post(
                "/accounts/login/", given, name="sign in", catch_response=True
            ) as got:
                if "/accounts/login/" not in str(got.url):
                    got.success()
                    return
                if got.status_code == 429:
                    got.success()  # the desk asks to come again later
                else:
                    got.failure("was not let in")
            time.sleep(20)
        raise StopUser

    def _token(self, page: str) -> str:
        found = TOKEN.search(page)
        return found.group(1) if found else ""

    @task(2)
    def look_at_what_is_to_do(self) -> None:
        self.client.get("/todo/", name="to do")

    @task(5)
    def search_organizations(self) -> None:
        got = self.client.get(
            "/organizations/", params={"q": random.choice(SEARCHES)}, name="organizations"
        )
        found = sorted(set(re.findall(r'href="(/organizations/[0-9A-Z]{18}/)"', got.text)))
        self.organizations = found or self.organizations

    @task(5)
    def read_an_organization(self) -> None:
        if self.organizations:
            self.client.get(random.choice(self.organizations), name="organization")

    @task(6)
    def browse_lines(self) -> None:
        runs = self._links("/runs/", r'href="(/runs/\d+/)"', "runs")
        if not runs:
            return
        address = f"{random.choice(runs)}lines/"
        got = self.client.get(address, name="lines")
        self.lines = sorted(set(re.findall(r'href="(/runs/\d+/lines/\d+/)"', got.text)))
        onward = re.search(r'href="(\?[^"]*after=[^"]*)"', got.text)
        if onward:
            following = onward.group(1).replace("&amp;", "&")
            self.client.get(address + following, name="lines, next page")

    @task(5)
    def read_a_line(self) -> None:
        if self.lines:
            self.client.get(random.choice(self.lines), name="line")

    @task(2)
    def look_through_matches(self) -> None:
        matches = self._links("/matches/", r'href="(/matches/\d+/)"', "matches")
        if matches:
            self.client.get(random.choice(matches), name="match")

    @task(2)
    def look_through_applications(self) -> None:
        found = self._links("/applications/", r'href="(/applications/\d+/)"', "applications")
        if found:
            self.client.get(random.choice(found), name="application")

    @task(3)
    def look_over_the_money(self) -> None:
        place = random.choice(("notices", "funds", "payments", "dashboard", "incentives"))
        self.client.get(f"/{place}/", name=place)

    @task(1)
    def read_a_bulletin(self) -> None:
        found = self._links("/bulletins/", r'href="(/bulletins/\d{4}-\d+/)"', "bulletins")
        if found:
            figures = self._links(found[0], r'href="(/bulletins/[^"]+/figures/[^"]+)"', "bulletin")
            self.client.get(random.choice(figures), name="figure")

    @task(3)
    def decide(self) -> None:
        """Marks an organization as looked at, and takes the mark off: two actions with their
        entries in the audit, as every decision has them."""
        if not self.organizations:
            self.search_organizations()
        if not self.organizations:
            return
        organization = random.choice(self.organizations)
        page = self.client.get(organization, name="organization").text
        word = f"looked at {random.randrange(10**9)}"
        for given in ({"word": word}, {"remove": word}):
            self.client.post(
                f"{organization}tags/",
                given | {"csrfmiddlewaretoken": self._token(page)},
                name="decide",
            )

    def _links(self, address: str, pattern: str, name: str) -> list[str]:
        return sorted(set(re.findall(pattern, self.client.get(address, name=name).text)))
