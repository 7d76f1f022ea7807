"""Errors that a person can read: a key into the message catalogue and the values that fill it.

Library code raises DuiduError subclasses; the command line and the desk show `str(error)`, which is
the text of `error.<key>` in the current language and always says what happened and what to do.
"""

from __future__ import annotations

from typing import ClassVar


class DuiduError(Exception):
    """An error with a message for people; `key` names it in resources/i18n/errors.toml."""

    exit_code: ClassVar[int] = 1

    def __init__(self, key: str, **values: object) -> None:
        super().__init__(key, values)
        self.key = key
        self.values = values

    def __str__(self) -> str:
        from core.messages import text

        try:
            return text(f"error.{self.key}", **self.values)
        except KeyError:  # a text that is missing must not hide the error that it was to tell
            return f"{self.key}: {', '.join(f'{name}={value}' for name, value in self.values.items())}"

    def __reduce__(self) -> tuple[object, ...]:
        # Exceptions cross process boundaries (jobs); the default pickling would lose the keywords.
        return (_rebuild, (type(self), self.key, self.values))


def _rebuild(kind: type[DuiduError], key: str, values: dict[str, object]) -> DuiduError:
    return kind(key, **values)


class ReadingError(DuiduError):
    """The file given is at fault: empty, binary, too large, an unknown encoding, a broken container."""

    exit_code = 3


class ProjectError(DuiduError):
    """The project file is at fault: locked, read-only, newer, damaged, not a project, disk full."""

    exit_code = 4


class EditError(DuiduError):
    """The act asked for cannot be done: an unknown fact, a value out of its domain."""

    exit_code = 5


class ExportError(DuiduError):
    """The target of an export is at fault: a missing folder, no permission, open in another program, a full disk."""

    exit_code = 6
