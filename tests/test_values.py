"""Our `dataclass` beside that of the standard library: the same classes behave alike."""

import copy
import dataclasses
import pickle
from collections.abc import Mapping
from dataclasses import field
from functools import cached_property
from typing import ClassVar

import pytest

from handouts import values


def made_by(dataclass):
    """The same classes by one of the two decorators."""

    @dataclass(frozen=True, slots=True)
    class Nothing:
        """No fields."""

    @dataclass(frozen=True, slots=True)
    class One:
        """One field, and one that is none."""

        a: int
        known: ClassVar[int] = 5

    @dataclass(frozen=True, slots=True, order=True)
    class Frozen:
        """Defaults, factories, a method, a property."""

        a: int
        b: str = "b"
        c: Mapping[str, int] = field(default_factory=dict, repr=True, hash=False)

        @property
        def twice(self):
            return self.a * 2

    @dataclass(slots=True)
    class Open:
        """Can be changed, is told in another way, and has what it makes itself."""

        a: list[int] = field(default_factory=list)
        made: int = field(init=False)

        def __post_init__(self):
            self.made = len(self.a)

        def __repr__(self):
            return "own"

    @dataclass(frozen=True)
    class Loose:
        """With a dict of its own."""

        a: int

        @cached_property
        def more(self):
            return self.a + 1

    @dataclass(frozen=True)
    class Derived(Loose):
        """More fields."""

        b: int = 2

    @dataclass(slots=True, eq=False)
    class Itself:
        """Equal to nothing but itself."""

        a: int = 0

    @dataclass(frozen=True, slots=True, repr=False)
    class Own:
        """Says itself when it is equal."""

        a: int

        def __eq__(self, other):
            return isinstance(other, Own) and self.a % 2 == other.a % 2

        def __bool__(self):
            return False

    return (Nothing, One, Frozen, Open, Loose, Derived, Itself, Own)


KINDS = ("Nothing", "One", "Frozen", "Open", "Loose", "Derived", "Itself", "Own")
OURS, THEIRS = (dict(zip(KINDS, made_by(d), strict=True)) for d in (values.dataclass, dataclasses.dataclass))


def tried(action):
    """What an action gives, or the kind of its complaint."""
    try:
        return action()
    except (TypeError, AttributeError) as problem:
        return type(problem)


TRIALS = {
    "without": lambda c: repr(c["Nothing"]()) + repr(c["Open"]()),
    "too few": lambda c: c["One"](),
    "too many": lambda c: c["One"](1, 2),
    "unknown name": lambda c: c["One"](b=1),
    "shown": lambda c: [repr(c["One"](1)), repr(c["Frozen"](1, c={"a": 1})), repr(c["Derived"](1))],
    "no repr": lambda c: repr(c["Own"](1)).startswith("<"),
    "equal": lambda c: [
        c["One"](1) == c["One"](1), c["One"](1) == c["One"](2), c["Nothing"]() == c["Nothing"](),
        c["One"](1) == c["Loose"](1), c["Loose"](1) == c["Derived"](1), c["Itself"](1) == c["Itself"](1),
        c["Own"](1) == c["Own"](3), c["Open"]([1]) == c["Open"]([1]), c["One"](1) == 1,
    ],
    "hashed": lambda c: [
        len({c["One"](1), c["One"](1)}), len({c["Nothing"](), c["Nothing"]()}), len({c["Own"](1), c["Own"](1)}),
        len({c["Itself"](1), c["Itself"](1)}),
    ],
    "not hashed": lambda c: hash(c["Open"]()),
    "in order": lambda c: sorted([c["Frozen"](2), c["Frozen"](1, "c"), c["Frozen"](1)]) == [
        c["Frozen"](1), c["Frozen"](1, "c"), c["Frozen"](2),
    ],
    "compared": lambda c: [
        c["Frozen"](1) < c["Frozen"](2), c["Frozen"](1) <= c["Frozen"](1), c["Frozen"](1) > c["Frozen"](2),
        c["Frozen"](1) >= c["Frozen"](2),
    ],
    "not in order": lambda c: c["One"](1) < c["One"](2),
    "frozen": lambda c: setattr(c["One"](1), "a", 2),
    "frozen for good": lambda c: delattr(c["One"](1), "a"),
    "no new names": lambda c: setattr(c["Open"](), "other", 2),
    "frozen with a dict": lambda c: setattr(c["Loose"](1), "b", 2),
    "changed": lambda c: (setattr(o := c["Open"](), "a", [5]), o.a, o.made)[1:],
    "slots": lambda c: [hasattr(c["One"](1), "__dict__"), hasattr(c["Loose"](1), "__dict__"), c["Frozen"].__slots__],
    "replaced": lambda c: repr(dataclasses.replace(c["Frozen"](1, "x", {"a": 1}), a=2)),
    "fields": lambda c: [(f.name, f.type) for kind in c.values() for f in dataclasses.fields(kind)],
    "as dict": lambda c: dataclasses.asdict(c["Frozen"](1, "x", {"a": 1})),
    "is one": lambda c: [dataclasses.is_dataclass(kind) for kind in c.values()],
    "factories": lambda c: c["Open"]().a is c["Open"]().a,
    "members": lambda c: (
        c["Frozen"](2).twice, c["Loose"](2).more, c["One"].known, bool(c["Own"](1)), c["Open"]([1]).made,
    ),
    "matched": lambda c: [kind.__match_args__ for kind in c.values()],
    "copied": lambda c: [
        copy.copy(c["Frozen"](1)) == c["Frozen"](1), copy.deepcopy(c["Derived"](1)) == c["Derived"](1),
    ],
    "documented": lambda c: [kind.__doc__ for kind in c.values()],
    "named": lambda c: [kind.__qualname__.split(".")[-1] for kind in c.values()],
}  # fmt: skip


@pytest.mark.parametrize("trial", TRIALS.values(), ids=TRIALS)
def test_behaves_as_the_standard_one(trial):
    assert tried(lambda: trial(OURS)) == tried(lambda: trial(THEIRS))


MIXED = [(values.dataclass, dataclasses.dataclass), (dataclasses.dataclass, values.dataclass)]


@pytest.mark.parametrize("above, below", [*MIXED, (values.dataclass, values.dataclass)], ids=["ours", "theirs", "both"])
@pytest.mark.parametrize("slots", [True, False])
def test_classes_of_both_kinds_stand_below_each_other(above, below, slots):
    @above(frozen=True, slots=slots)
    class Above:
        """A base."""

        a: int

    @below(frozen=True, slots=slots)
    class Below(Above):
        """With more fields."""

        b: int = 2

    assert (Below(1) == Below(1, 2), Below(1) == Above(1), hash(Below(1)) == hash(Below(1))) == (True, False, True)
    assert dataclasses.replace(Below(1), a=3) == Below(3)
    with pytest.raises(dataclasses.FrozenInstanceError):
        Below(1).b = 3
    with pytest.raises(TypeError, match="cannot inherit"):
        below(slots=slots)(type("Open", (Above,), {"__annotations__": {"c": int}}))


@values.dataclass(frozen=True, slots=True)
class Sent:
    """Goes to another process."""

    a: int
    b: tuple[int, ...] = ()


@pytest.mark.parametrize("protocol", range(2, pickle.HIGHEST_PROTOCOL + 1))
def test_is_pickled(protocol):
    assert pickle.loads(pickle.dumps(Sent(1, (2,)), protocol)) == Sent(1, (2,))
