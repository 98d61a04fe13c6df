"""``streamlit run streamlit_page.py``: cards, map and table."""

import pandas as pd
import streamlit as st
from drawing import hexagons
from given import figures

shown = figures()
st.set_page_config(page_title=shown["title"], layout="wide")
st.title(shown["title"])
for start in range(0, len(shown["cards"]), 4):
    for column, card in zip(st.columns(4), shown["cards"][start : start + 4]):
        column.metric(card["name"], card["value"], card["change"], delta_color="off", help=card["verdict"])
st.plotly_chart(hexagons(shown["townships"]))
st.table(pd.DataFrame(shown["rows"], columns=shown["heads"]))
