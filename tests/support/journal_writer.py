"""A process that answers: `journal_writer.py FOLDER PANELLIST COUNT PAUSE`; a line on stdout for each saved event.

It begins when it reads a line from stdin. COUNT 0 goes on until it is killed; PAUSE is seconds after each.
"""

import os
import sys
import time
from itertools import count
from pathlib import Path

from criteria.events import Action, Kind, Pair
from criteria.journal import Journal


def main(folder, panellist, wanted, pause):
    sys.stdin.readline()
    journal = Journal(Path(folder))
    for number in range(wanted) if wanted else count():
        said = Action(kind=Kind.JUDGED, panellist=panellist, subject=Pair("goal", "a", "b"), value=1 + number / 1024)
        (event,) = journal.append([said])
        os.write(1, f"{event.id}\n".encode())
        time.sleep(pause)


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], int(sys.argv[3]), float(sys.argv[4]))
