"""How kinds of parts are found: a package's `BUILT_IN` tuple, then one entry-point group.

Built-ins and third parties come through the same door and are checked the same way.
"""

from __future__ import annotations

from collections.abc import Iterable
from importlib import import_module
from importlib.metadata import entry_points
from typing import Any

from mizan.errors import PluginError


def load(package: str, group: str) -> dict[str, Any]:
    """Return every object of a kind by its `name`, built-ins first.

    package  dotted name of a package with `BUILT_IN`: a tuple of "module:attribute"
    group    entry-point group of the kind, such as "mizan.signals"
    """
    built_in: Iterable[str] = import_module(package).BUILT_IN
    targets = [*built_in, *(point.value for point in sorted(entry_points(group=group)))]
    found: dict[str, Any] = {}
    for target in targets:
        thing = _resolve(target, group)
        if thing.name in found:
            raise PluginError(f"two plug-ins of {group} are called {thing.name}: {target}")
        found[thing.name] = thing
    return found


def _resolve(target: str, group: str) -> Any:
    module, _, attribute = target.partition(":")
    try:
        thing = getattr(import_module(module), attribute)
    except Exception as error:  # the border of a plug-in call: whatever it raises
        raise PluginError(
            f"{target} of {group} could not be loaded: {type(error).__name__}",
            hint="remove the package or mend it",
        ) from error
    thing = thing() if isinstance(thing, type) else thing
    if not isinstance(getattr(thing, "name", None), str):
        raise PluginError(f"{target} of {group} has no `name`")
    return thing
