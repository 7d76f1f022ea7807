"""The frozen program's entry: a double click opens the desk, words after the name run the command line."""

import multiprocessing
import os
import sys
from pathlib import Path


def leave_libraries_to_others() -> None:
    """Programs started from here (LibreOffice, a browser, a file manager) take the machine's libraries, not ours.

    The loader has pointed the search path at the bundle; the path that was set before is kept beside it.
    """
    before = os.environ.pop("LD_LIBRARY_PATH_ORIG", None)
    if before is not None:
        os.environ["LD_LIBRARY_PATH"] = before
    else:
        os.environ.pop("LD_LIBRARY_PATH", None)


def main() -> None:
    # Worker processes of a frozen program start here again; this call turns them into workers.
    multiprocessing.freeze_support()
    leave_libraries_to_others()
    words = sys.argv[1:]
    # A file, or the address of a fact from an exported workbook.
    if not words or (len(words) == 1 and (words[0].startswith(("duidu:", "file:")) or Path(words[0]).exists())):
        from gui.__main__ import main as desk

        sys.exit(desk())
    from core.cli import main as command_line

    command_line()


if __name__ == "__main__":
    main()
