"""Secrets of one run of the server: a token in every form, and the keys that other devices come in with."""

from __future__ import annotations

import hashlib
import hmac
import secrets
from dataclasses import dataclass, field

COOKIE = "handouts_desk"  # who is asking: a random name of a browser, nothing else
PASS = "handouts_pass"  # that a device has come in through a one-time link
_MOST_LINKS = 20  # links that wait to be used
_MOST_PASSES = 200


@dataclass(slots=True)
class Keys:
    """Tokens and passes, in memory only: a new start of the server ends them all.

    `locked` servers let in only who holds a pass.
    """

    locked: bool = False
    _secret: bytes = field(default_factory=lambda: secrets.token_bytes(32), repr=False)
    _links: list[str] = field(default_factory=list, repr=False)
    _passes: list[str] = field(default_factory=list, repr=False)

    def visitor(self, cookie: str) -> str:
        """The browser's random name: the one it has if it is one of ours, else a new one."""
        name, _, proof = cookie.partition(".")
        if name and hmac.compare_digest(proof.encode(), self._signed(f"visitor {name}").encode()):
            return cookie
        name = secrets.token_urlsafe(16)
        return f"{name}.{self._signed(f'visitor {name}')}"

    def token(self, visitor: str) -> str:
        """What a form must send along, so that only our own pages can have made it."""
        return self._signed(f"form {visitor}")

    def is_ours(self, visitor: str, token: str) -> bool:
        """True when this token was made for this browser. Takes as long for a wrong one as for a right one."""
        known = hmac.compare_digest(self.visitor(visitor).encode(), visitor.encode())
        return hmac.compare_digest(token.encode(), self.token(visitor).encode()) and known

    def new_link(self) -> str:
        """A key for one more device, good for one use."""
        key = secrets.token_urlsafe(32)
        self._links = [*self._links[-(_MOST_LINKS - 1) :], key]
        return key

    def enter(self, key: str) -> str | None:
        """The pass for a key, which is spent by it; None for a key that is wrong or was used before."""
        found = [link for link in self._links if hmac.compare_digest(link.encode(), key.encode())]
        if not found:
            return None
        self._links = [link for link in self._links if link not in found]
        given = secrets.token_urlsafe(32)
        self._passes = [*self._passes[-(_MOST_PASSES - 1) :], given]
        return given

    def may_enter(self, given: str) -> bool:
        """True when the server is open, or the device holds a pass."""
        held = [one for one in self._passes if hmac.compare_digest(one.encode(), given.encode())]
        return not self.locked or bool(held)

    def _signed(self, text: str) -> str:
        return hmac.new(self._secret, text.encode(), hashlib.sha256).hexdigest()
