"""What did they mean? Text in, a route and a matched skill out; nothing here acts."""

import os

# onnxruntime's wheels carry a reporter that, as soon as it is imported, makes a device id below ~/.cache and looks for
# its maker's server; the hub's client names what it runs with. Golem reaches nobody unasked. Set here, since every
# package that loads either imports this one first.
os.environ["ORT_DISABLE_TELEMETRY"] = "1"
os.environ["HF_HUB_DISABLE_TELEMETRY"] = "1"
