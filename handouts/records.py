"""`dataclass` of the standard library, made in a third of the time, for the hundreds of records that a start defines.

The standard library compiles six methods for each frozen class. A command that stamps a kept plate defines 130 of
them, which was a third of its time. Here only `__init__` is compiled; what compares, hashes, shows and guards is
shared. All else is as the standard library has it: fields, defaults, slots, pattern matching, `replace`, pickling.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from operator import attrgetter
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:  # to a type checker it is the very same
    from dataclasses import dataclass as dataclass
else:

    def dataclass(cls: Any = None, /, **how: Any) -> Any:
        """Make a record of a class; arguments as those of `dataclasses.dataclass`.

        What is asked for besides `frozen`, `slots`, `repr` and `eq` is left to the standard library, and so are
        classes that inherit fields or have any that are given by keyword alone.
        """
        if cls is None:
            return lambda found: dataclass(found, **how)
        inherits = any(hasattr(base, "__dataclass_fields__") for base in cls.__mro__[1:])
        if how.keys() - {"frozen", "slots", "repr", "eq"} or inherits or "InitVar" in repr(_annotations(cls)):
            return dataclasses.dataclass(cls, **how)
        return _made(cls, **how)


def _annotations(cls: type[Any]) -> dict[str, Any]:
    found: dict[str, Any] = vars(cls).get("__annotations__", {})
    return found


def _made(
    cls: type[Any], *, frozen: bool = False, slots: bool = False, repr: bool = True, eq: bool = True
) -> type[Any]:
    own = set(cls.__dict__)
    cls.__doc__ = cls.__doc__ or cls.__name__  # the standard library would read its source for one
    if "__eq__" in own and cls.__dict__.get("__hash__") is None:
        own.discard("__hash__")  # Python's doing, not the author's
    made: type[Any] = dataclasses.dataclass(init=False, repr=False, eq=False, slots=slots)(cls)
    fields = dataclasses.fields(made)
    if any(field.kw_only or field.hash is not None for field in fields):
        raise TypeError(f"{cls.__name__} has a field of a kind that handouts.records does not know.")
    params = made.__dataclass_params__
    params.init, params.repr, params.eq, params.frozen = True, repr, eq, frozen
    methods: dict[str, Any] = {"__init__": _init(made, fields, frozen=frozen)}
    if repr:
        methods["__repr__"] = _repr(tuple(field.name for field in fields if field.repr))
    if eq:
        methods["__eq__"], hashed = _eq(made, tuple(field.name for field in fields if field.compare))
        methods["__hash__"] = hashed if frozen else None
    for name, method in methods.items():
        if name not in own:
            _give(made, name, method)
    if frozen:
        _guard(made, frozenset(field.name for field in fields))
    if frozen and slots:
        _pickled(made, tuple(field.name for field in fields))
    return made


def _give(cls: type[Any], name: str, method: Any) -> None:
    if method is not None:
        method.__name__, method.__qualname__ = name, f"{cls.__qualname__}.{name}"
    setattr(cls, name, method)


def _init(cls: type[Any], fields: tuple[dataclasses.Field[Any], ...], *, frozen: bool) -> Callable[..., None]:
    """The one method that is compiled: it is called more than all others together."""
    known: dict[str, Any] = {"_set": object.__setattr__, "_made": _MADE}
    parameters, lines = ["self"], []
    for field in fields:
        name, value = field.name, field.name
        known[f"_default_{name}"] = field.default
        known[f"_make_{name}"] = field.default_factory
        makes = field.default_factory is not dataclasses.MISSING
        if not field.init:
            value = f"_make_{name}()" if makes else f"_default_{name}"
        elif makes:
            parameters.append(f"{name}=_made")
            value = f"_make_{name}() if {name} is _made else {name}"
        else:
            parameters.append(name if field.default is dataclasses.MISSING else f"{name}=_default_{name}")
        if field.init or makes or field.default is not dataclasses.MISSING:
            lines.append(f"_set(self,{name!r},{value})" if frozen else f"self.{name}={value}")
    if hasattr(cls, "__post_init__"):
        lines.append("self.__post_init__()")
    exec(f"def __init__({','.join(parameters)}):\n {';'.join(lines) or 'pass'}", known)
    made: Callable[..., None] = known["__init__"]
    return made


_MADE = object()  # stands for a default that is made anew each time


def _repr(names: tuple[str, ...]) -> Callable[[Any], str]:
    def __repr__(self: Any) -> str:
        return f"{type(self).__qualname__}({', '.join(f'{name}={getattr(self, name)!r}' for name in names)})"

    return __repr__


def _eq(cls: type[Any], names: tuple[str, ...]) -> tuple[Callable[[Any, object], Any], Callable[[Any], int]]:
    """How records are compared and hashed: by the tuple of their fields."""
    if len(names) > 1:
        values: Callable[[Any], tuple[Any, ...]] = attrgetter(*names)
    else:

        def values(record: Any) -> tuple[Any, ...]:
            return tuple([getattr(record, name) for name in names])

    def __eq__(self: Any, other: object) -> Any:
        if self is other:
            return True
        return values(self) == values(other) if type(other) is type(self) else NotImplemented

    def __hash__(self: Any) -> int:
        return hash(values(self))

    return __eq__, __hash__


def _guard(cls: type[Any], names: frozenset[str]) -> None:
    """Nothing of a frozen record can be set or deleted."""

    def __setattr__(self: Any, name: str, value: Any) -> None:
        if type(self) is cls or name in names:
            raise dataclasses.FrozenInstanceError(f"cannot assign to field {name!r}")
        super(cls, self).__setattr__(name, value)

    def __delattr__(self: Any, name: str) -> None:
        if type(self) is cls or name in names:
            raise dataclasses.FrozenInstanceError(f"cannot delete field {name!r}")
        super(cls, self).__delattr__(name)

    _give(cls, "__setattr__", __setattr__)
    _give(cls, "__delattr__", __delattr__)


def _pickled(cls: type[Any], names: tuple[str, ...]) -> None:
    """Pickle would set the slots one by one, which is guarded."""

    def __getstate__(self: Any) -> list[Any]:
        return [getattr(self, name) for name in names]

    def __setstate__(self: Any, state: list[Any]) -> None:
        for name, value in zip(names, state, strict=True):
            object.__setattr__(self, name, value)

    for name, method in (("__getstate__", __getstate__), ("__setstate__", __setstate__)):
        if name not in cls.__dict__:
            _give(cls, name, method)
