"""``gunicorn vizro_page:server``: cards, map and table, compressed by whoever stands before it."""

import pandas as pd
import vizro.models as vm
from drawing import hexagons
from given import figures
from vizro import Vizro
from vizro.models.types import capture
from vizro.tables import dash_ag_grid

shown = figures()


@capture("graph")
def township_map(data_frame):
    return hexagons(data_frame.to_dict("records"))


cards = [
    vm.Card(text=f"### {card['value']}\n\n{card['name']}\n\n{card['change']} · {card['verdict']}")
    for card in shown["cards"]
]
page = vm.Page(
    title=shown["title"],
    layout=vm.Grid(
        grid=[[0, 1, 2, 3], [4, 5, 6, 7], [8, 9, 10, 11], *[[12] * 4] * 4, *[[13] * 4] * 4], row_min_height="140px"
    ),
    components=[
        *cards,
        vm.Graph(figure=township_map(pd.DataFrame(shown["townships"]))),
        vm.Table(
            figure=dash_ag_grid(
                pd.DataFrame(shown["rows"], columns=shown["heads"]),
                dashGridOptions={"domLayout": "autoHeight", "pagination": False},
            )
        ),
    ],
)
app = Vizro().build(vm.Dashboard(pages=[page]))
server = app.dash.server
