"""Small signs of the desk's pages, drawn on a grid of 24; each stands beside words that say the same."""

from __future__ import annotations

from markupsafe import Markup

_PATHS = {
    "sheet": "M6 2h9l5 5v15H6zM14 3v5h5M9 12h8M9 15h8M9 18h5",
    "globe": "M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18zM3 12h18M12 3c3 3 3 15 0 18M12 3c-3 3-3 15 0 18",
    "lock": "M6 11h12v10H6zM8.5 11V8a3.5 3.5 0 0 1 7 0v3M12 15v2",
    "print": "M7 9V3h10v6M7 17H3V9h18v8h-4M7 14h10v7H7z",
    "save": "M12 3v12M7 11l5 5 5-5M4 20h16",
    "page": "M3 5h18v14H3zM3 9h18M6 7h.01M9 7h.01",
    "badge-signed": "M4 12.5l5.5 5.5L20 6.5",
    "badge-due": "M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18zM12 7v5.5l3.5 2",
    "badge-draft": "M4 20l1-4L16 5l3 3L8 19zM14 7l3 3",
    "badge-machine": "M5 8h14v11H5zM12 8V4M9 13h.01M15 13h.01M9 16.5h6",
    "badge-changed": "M4 12a8 8 0 0 1 14-5.3L20 9M20 4v5h-5M20 12a8 8 0 0 1-14 5.3L4 15M4 20v-5h5",
    "badge-expired": "M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18zM12 7v6M12 16.5h.01",
    "badge-stale": "M12 4L2.5 20h19zM12 10v5M12 17.5h.01",
    "badge-blocked": "M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18zM5.7 5.7l12.6 12.6",
    "badge-missing": "M6 12h12",
    "finding-error": "M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18zM8.5 8.5l7 7M15.5 8.5l-7 7",
    "finding-warning": "M12 4L2.5 20h19zM12 10v5M12 17.5h.01",
    "finding-note": "M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18zM12 11v6M12 7.5h.01",
}


def icon(name: str) -> Markup:
    """The sign of this name as SVG, hidden from screen readers. Raises KeyError for one that is not there."""
    return Markup(
        '<svg class="icon" viewBox="0 0 24 24" width="24" height="24" aria-hidden="true" focusable="false">'
        f'<path d="{_PATHS[name]}"/></svg>'
    )


def file() -> str:
    """The sign of the whole desk as an SVG file of its own."""
    return (
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 24 24"><rect width="24" height="24" rx="4" '
        f'fill="#0B5C7A"/><path d="{_PATHS["sheet"]}" fill="none" stroke="#fff" stroke-width="1.6"/></svg>'
    )
