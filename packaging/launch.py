"""The frozen program's entry: a double click opens the desk, words after the name run the command line."""

import multiprocessing
import sys
from pathlib import Path


def main() -> None:
    # Worker processes of a frozen program start here again; this call turns them into workers.
    multiprocessing.freeze_support()
    words = sys.argv[1:]
    # A file, or the address of a fact from an exported workbook.
    if not words or (len(words) == 1 and (words[0].startswith(("duidu:", "file:")) or Path(words[0]).exists())):
        from gui.__main__ import main as desk

        sys.exit(desk())
    from core.cli import main as command_line

    command_line()


if __name__ == "__main__":
    main()
