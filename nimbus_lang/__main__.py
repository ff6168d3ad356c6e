"""`python -m nimbus_lang` is `nimbus`."""

import sys

from nimbus_lang.cli.main import main

sys.exit(main())
