"""`handouts.records.dataclass` makes what the standard library makes."""

import copy
import dataclasses
import pickle
from dataclasses import field
from typing import Any

import pytest

from handouts.records import dataclass


@dataclass(frozen=True, slots=True)
class Frozen:
    """A frozen record."""

    one: int
    two: str = "two"
    many: tuple[int, ...] = ()
    made: dict[str, int] = field(default_factory=dict)
    silent: int = field(default=3, repr=False)
    apart: int = field(default=4, compare=False)


@dataclass(slots=True)
class Open:
    """A record that can be changed."""

    one: int
    made: list[int] = field(default_factory=list)
    later: int = field(init=False)
    set_: int = field(default=7, init=False)

    def __post_init__(self) -> None:
        self.later = self.one + 1


def stdlib(cls: type[Any], **how: Any) -> type[Any]:
    """The same class as the standard library makes it."""
    plain = {name: cls.__dict__[name] for name in ("__module__", "__doc__", "__annotations__")}
    given: dict[str, Any] = {}
    for each in dataclasses.fields(cls):
        given[each.name] = field(
            **{name: getattr(each, name) for name in ("default", "default_factory", "init", "repr", "compare")}
        )
    more = {"__post_init__": cls.__post_init__} if hasattr(cls, "__post_init__") else {}
    return dataclasses.dataclass(**how)(type(cls.__name__, (), {**plain, **given, **more}))


def test_a_frozen_record_is_like_that_of_the_standard_library():
    other = stdlib(Frozen, frozen=True, slots=True)
    for given in ((1,), (1, "b"), (1, "b", (2,), {"a": 1}, 5, 6)):
        mine, theirs = Frozen(*given), other(*given)
        assert repr(mine) == repr(theirs)
        assert dataclasses.astuple(mine) == dataclasses.astuple(theirs)
        assert mine == Frozen(*given) and mine != theirs
    assert Frozen.__slots__ == other.__slots__
    assert Frozen.__match_args__ == other.__match_args__
    assert not hasattr(Frozen(1), "__dict__")
    assert repr(Frozen.__dataclass_params__) == repr(other.__dataclass_params__)


def test_defaults_are_made_for_each_record():
    assert Frozen(1).made is not Frozen(1).made
    assert Open(1).made is not Open(1).made


def test_equal_records_have_equal_hashes_and_what_is_not_compared_does_not_count():
    one, same, other = Frozen(1, made={}), Frozen(1, made={}, apart=9), Frozen(2)
    assert one == same and one != other and one != "one"

    @dataclass(frozen=True, slots=True)
    class Short:
        """Of one field."""

        one: int

    @dataclass(frozen=True, slots=True)
    class None_:
        """Of no field."""

    assert hash(Short(1)) == hash(Short(1)) == hash((1,))
    assert {Short(1), Short(1), Short(2)} == {Short(1), Short(2)}
    assert None_() == None_() and hash(None_()) == hash(())
    nan = float("nan")
    assert Short(nan) == Short(nan)  # as the standard library has it: by identity first


@pytest.mark.parametrize("change", [lambda one: setattr(one, "one", 2), lambda one: delattr(one, "one"),
                                    lambda one: setattr(one, "new", 2)])  # fmt: skip
def test_nothing_of_a_frozen_record_changes(change):
    with pytest.raises(dataclasses.FrozenInstanceError):
        change(Frozen(1))


def test_an_open_record_changes_and_has_no_hash():
    record = Open(1)
    record.one = 5
    assert (record.one, record.later, record.set_) == (5, 2, 7)
    assert repr(record) == "Open(one=5, made=[], later=2, set_=7)"
    with pytest.raises(TypeError):
        hash(record)
    with pytest.raises(AttributeError):
        record.new = 1


def test_records_are_copied_replaced_and_pickled():
    one = Frozen(1, "b", (1, 2), {"a": 1}, 8, 9)
    for made in (copy.copy(one), copy.deepcopy(one), pickle.loads(pickle.dumps(one)), dataclasses.replace(one)):
        assert made == one and (made.silent, made.apart) == (8, 9)
    assert dataclasses.replace(one, two="c").two == "c"
    opened = pickle.loads(pickle.dumps(Open(4, [1])))
    assert opened == Open(4, [1]) and opened.later == 5


def test_what_the_author_wrote_stays():
    @dataclass(frozen=True, slots=True)
    class Own:
        """With methods of its own."""

        one: int

        def __eq__(self, other: object) -> bool:
            return True

        def __hash__(self) -> int:
            return 5

        def __repr__(self) -> str:
            return "own"

    assert Own(1) == Own(2) and hash(Own(1)) == 5 and repr(Own(1)) == "own"


def test_wrong_arguments_are_refused_as_by_any_function():
    for given in ((), (1, "b", (), {}, 1, 2, 3)):
        with pytest.raises(TypeError, match=r"Frozen\.__init__"):
            Frozen(*given)


def test_records_that_compare_by_identity_and_those_that_are_silent():
    @dataclass(slots=True, eq=False)
    class Node:
        """Only equal to itself."""

        one: int

    @dataclass(frozen=True, slots=True, repr=False)
    class Secret:
        """Shows nothing."""

        one: str

    assert Node(1) != Node(1) and len({Node(1), Node(1)}) == 2
    assert "hidden" not in repr(Secret("hidden"))


def test_other_kinds_are_left_to_the_standard_library():
    @dataclass(frozen=True, slots=True, order=True)
    class Ordered:
        """Has an order."""

        one: int

    @dataclass
    class Base:
        """Has a field."""

        one: int

    @dataclass
    class Below(Base):
        """Has another one."""

        two: int

    assert Ordered(1) < Ordered(2)
    assert Below(1, 2) == Below(one=1, two=2)
    with pytest.raises(ValueError, match="mutable default"):

        @dataclass
        class Wrong:
            """Shares a list."""

            many: list[int] = []  # noqa: RUF012
