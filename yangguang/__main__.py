import sys

from yangguang.config.cli import main

sys.exit(main())
