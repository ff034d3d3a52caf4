"""`dataclass` as in the standard library, made several times as fast: a cold run makes two hundred of these classes.

The standard decorator compiles six functions for each class, and writing those took a tenth of a cold build. Here the
constructor alone is compiled, and what compares, hashes and shows a value goes through its fields. Fields, `replace`,
matching and pickling are those of the standard library; a field with `init=False` is left to `__post_init__`.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from operator import attrgetter, ge, gt, le, lt
from typing import TYPE_CHECKING, Any, NoReturn

if TYPE_CHECKING:
    from dataclasses import dataclass as dataclass
else:

    def dataclass(
        *, frozen: bool = False, slots: bool = False, eq: bool = True, order: bool = False, repr: bool = True
    ) -> Callable[[type], type]:
        """Make a class a dataclass; the options are those of `dataclasses.dataclass`."""

        def make(cls: type) -> type:
            own = {name for name, value in vars(cls).items() if (name, value) != ("__hash__", None)}
            cls = dataclasses.dataclass(init=False, repr=False, eq=False, slots=slots)(cls)
            names = tuple(field.name for field in dataclasses.fields(cls))
            values = _values_of(names)
            made = {"__init__": _constructor(cls, frozen)}
            if eq:
                made |= {"__eq__": _comparing(values, lambda one, other: one == other)}
                made |= {"__hash__": (lambda self: hash(values(self))) if frozen else None}
            if order:
                made |= {f"__{test.__name__}__": _comparing(values, test) for test in (lt, le, gt, ge)}
            if repr:
                made |= {"__repr__": _showing(names)}
            if frozen:
                made |= {"__setattr__": _refuse, "__delattr__": _refuse}
            if frozen and slots:  # without these, unpickling would set attributes one by one, which is refused
                made |= {"__getstate__": lambda self: list(values(self)), "__setstate__": _restoring(names)}
            for name, value in made.items():
                if name not in own or name == "__init__":
                    setattr(cls, name, value)
            return cls

        return make


def _constructor(cls: type, frozen: bool) -> Callable[..., None]:
    """`__init__`, compiled: the only one whose speed counts a thousand times in a build."""
    known: dict[str, Any] = {"_set": object.__setattr__, "_missing": dataclasses.MISSING}
    parameters, body = ["self"], ["    pass"]
    for field in dataclasses.fields(cls):
        name, value = field.name, field.name
        if not field.init:
            continue
        if field.default is not dataclasses.MISSING:
            known[f"_default_{name}"] = field.default
            parameters.append(f"{name}=_default_{name}")
        elif field.default_factory is not dataclasses.MISSING:
            known[f"_make_{name}"] = field.default_factory
            parameters.append(f"{name}=_missing")
            value = f"_make_{name}() if {name} is _missing else {name}"
        else:
            parameters.append(name)
        body.append(f"    _set(self, {name!r}, {value})" if frozen else f"    self.{name} = {value}")
    if hasattr(cls, "__post_init__"):
        body.append("    self.__post_init__()")
    exec("def __init__({}):\n{}".format(", ".join(parameters), "\n".join(body)), known)
    made: Callable[..., None] = known["__init__"]
    made.__qualname__ = f"{cls.__qualname__}.__init__"
    return made


def _values_of(names: tuple[str, ...]) -> Callable[[Any], tuple[Any, ...]]:
    if len(names) > 1:
        return attrgetter(*names)
    return lambda one: tuple(getattr(one, name) for name in names)


def _comparing(values: Callable[[Any], Any], test: Callable[[Any, Any], bool]) -> Callable[[Any, Any], Any]:
    def compare(self: Any, other: Any) -> Any:
        return test(values(self), values(other)) if other.__class__ is self.__class__ else NotImplemented

    return compare


def _showing(names: tuple[str, ...]) -> Callable[[Any], str]:
    def show(self: Any) -> str:
        return f"{self.__class__.__qualname__}({', '.join(f'{name}={getattr(self, name)!r}' for name in names)})"

    return show


def _restoring(names: tuple[str, ...]) -> Callable[[Any, list[Any]], None]:
    def restore(self: Any, state: list[Any]) -> None:
        for name, value in zip(names, state, strict=True):
            object.__setattr__(self, name, value)

    return restore


def _refuse(self: Any, name: str, *_: Any) -> NoReturn:
    raise dataclasses.FrozenInstanceError(f"cannot change field {name!r} of {self.__class__.__qualname__}")
