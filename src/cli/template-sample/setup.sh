#!/bin/sh
# Runs in the copy of the repository. Parameters are in the environment, the files of the template in a folder of their own.
set -eu
echo "Greeting: $TASKLANE_PARAM_GREETING (loud: $TASKLANE_PARAM_LOUD)"
ls "$TASKLANE_TEMPLATE_DIR"
