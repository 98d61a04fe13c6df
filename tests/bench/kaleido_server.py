"""Run by the Python of an environment that has kaleido: figures in as lines of JSON, SVG out as lines of JSON.

One warm Chromium serves all of them, one after the other; nothing of the house is imported here.
"""

import json
import sys

import kaleido
import plotly.graph_objects as go


def main() -> None:
    kaleido.start_sync_server(silence_warnings=True)
    try:
        for line in sys.stdin:
            figure = go.Figure(json.loads(line))
            made = kaleido.calc_fig_sync(figure, opts={"format": "svg", "width": 600, "height": 300})
            print(json.dumps(made.decode("utf-8")), flush=True)
    finally:
        kaleido.stop_sync_server(silence_warnings=True)


if __name__ == "__main__":
    main()
