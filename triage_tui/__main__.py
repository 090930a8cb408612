"""Run the command line: ``python -m triage_tui``."""

import sys

from triage_tui.cli import main

sys.exit(main())
