"""Small drawings of the page: each tone of callout has its own shape, so that colour never speaks alone.

Commands are PDF path operators in a square of 24 units, y growing downwards; inner marks are cut out by the
even-odd rule.
"""

from __future__ import annotations

from handouts.content import Tone


def _circle(cx: float, cy: float, r: float) -> str:
    k = r * 0.5523
    return (
        f"{cx + r:.2f} {cy:.2f} m "
        f"{cx + r:.2f} {cy + k:.2f} {cx + k:.2f} {cy + r:.2f} {cx:.2f} {cy + r:.2f} c "
        f"{cx - k:.2f} {cy + r:.2f} {cx - r:.2f} {cy + k:.2f} {cx - r:.2f} {cy:.2f} c "
        f"{cx - r:.2f} {cy - k:.2f} {cx - k:.2f} {cy - r:.2f} {cx:.2f} {cy - r:.2f} c "
        f"{cx + k:.2f} {cy - r:.2f} {cx + r:.2f} {cy - k:.2f} {cx + r:.2f} {cy:.2f} c h"
    )


def _polygon(*points: tuple[float, float]) -> str:
    first, *rest = points
    return f"{first[0]} {first[1]} m " + " ".join(f"{x} {y} l" for x, y in rest) + " h"


_STEM = _polygon((10.7, 6.5), (13.3, 6.5), (12.9, 13.8), (11.1, 13.8))
_DOT = _circle(12, 16.7, 1.45)

NOTE = " ".join((_circle(12, 12, 11), _circle(12, 6.9, 1.5), _polygon((10.7, 10), (13.3, 10), (13.3, 18), (10.7, 18))))
TIP = " ".join(
    (
        _polygon((1.5, 1.5), (22.5, 1.5), (22.5, 22.5), (1.5, 22.5)),
        _polygon((5.4, 12.6), (7.4, 10.5), (10.6, 13.6), (16.8, 6.6), (18.9, 8.5), (10.7, 17.8)),
    )
)
WARNING = " ".join(
    (
        _polygon((12, 1.2), (23.4, 21.8), (0.6, 21.8)),
        _polygon((10.8, 8.2), (13.2, 8.2), (12.9, 15), (11.1, 15)),
        _circle(12, 18, 1.4),
    )
)
EMERGENCY = " ".join(
    (
        _polygon((7.4, 1), (16.6, 1), (23, 7.4), (23, 16.6), (16.6, 23), (7.4, 23), (1, 16.6), (1, 7.4)),
        _STEM,
        _DOT,
    )
)
TONES: dict[Tone, str] = {"note": NOTE, "tip": TIP, "warning": WARNING, "emergency": EMERGENCY}

CHECK = _polygon((2.6, 12.4), (5.4, 9.4), (10, 14), (18.6, 4.2), (21.6, 6.9), (10.1, 19.8))
BOX = " ".join(
    (_polygon((2, 2), (22, 2), (22, 22), (2, 22)), _polygon((3.6, 3.6), (3.6, 20.4), (20.4, 20.4), (20.4, 3.6)))
)
TICKED = f"{BOX} {_polygon((5.4, 12.2), (7.3, 10.2), (10.5, 13.4), (16.9, 6.4), (19, 8.3), (10.6, 17.5))}"
