"""The live map of a notebook: the question's closures by click, and the answer beside it."""

from __future__ import annotations

from collections.abc import Callable
from html import escape
from typing import TYPE_CHECKING, Any

from routegraph.errors import RoutegraphError
from routegraph.explore.exploration import Exploration
from routegraph.render import card
from routegraph.render.livemap import LiveMap, ipyleaflet

if TYPE_CHECKING:
    from routegraph.render.scene import Mark

REACH_PIXELS = 12.0
"""A click means a road that is drawn within so many pixels."""

EVERY = ("every event", "")
"""What the slider of dates says where no day is asked about."""

CLICK, DRAW = "click roads and places", "draw an area"
HINT = {
    CLICK: "Click a road or a place to close it, and once more to lift it.",
    DRAW: "Draw a circle or a polygon with the tools on the map; what lies in it closes.",
}


def explorer(exploring: Exploration) -> Any:
    """Return the widget that explores a question.

    Returns
    -------
    ipywidgets.VBox
        With the `Exploration` as its attribute ``exploration``, and the map as ``map``.

    Raises
    ------
    UnavailableError
        The extra ``routegraph[explore]`` is not installed.
    """
    return _Explorer(exploring).box


class _Explorer:
    def __init__(self, exploring: Exploration) -> None:
        leaflet = ipyleaflet()
        import ipywidgets as widgets

        self._widgets, self._exploring = widgets, exploring
        self._live = LiveMap(exploring.answer.exhibit(), self._mark, self._town)
        self._renewing = False
        self._message = widgets.HTML()
        self._card = widgets.HTML(layout={"overflow": "auto", "max_height": "470px"})
        self._own = widgets.VBox()
        self._copies = widgets.HTML()
        self._mode = widgets.ToggleButtons(options=[CLICK, DRAW], style={"button_width": "auto"})
        self._vehicle = widgets.Dropdown(options=exploring.vehicles, description="vehicle")
        self._scenario = widgets.Dropdown(
            options=[(name or "none", name) for name in exploring.scenarios], description="scenario"
        )
        self._date = widgets.SelectionSlider(options=[EVERY], value=EVERY[1], description="date")
        self._undo = widgets.Button(description="Undo", icon="undo", layout={"width": "90px"})
        self._tiles = widgets.Checkbox(description="tiles (needs a network)", indent=False)
        self._drawing = leaflet.DrawControl(
            polygon={"shapeOptions": {"color": "#a3141b"}},
            circle={"shapeOptions": {"color": "#a3141b"}},
            polyline={}, circlemarker={}, rectangle={}, marker={}, edit=False, remove=False,
        )  # fmt: skip
        self._listen()
        side = widgets.VBox([self._own, self._card], layout={"width": "430px", "flex": "0 0 430px"})
        left = widgets.VBox(
            [self._mode, self._live.map, self._message], layout={"flex": "1 1 auto", "min_width": "420px"}
        )
        bar = widgets.HBox(
            [self._vehicle, self._scenario, self._date, self._undo, self._tiles],
            layout={"flex_flow": "row wrap"},
        )
        self.box = widgets.VBox([bar, widgets.HBox([left, side]), self._copies])
        self.box.exploration, self.box.map = exploring, self._live.map
        self._renew()

    def _listen(self) -> None:
        self._live.map.on_interaction(self._clicked)
        self._drawing.on_draw(lambda _, action, geo_json: self._drawn(action, geo_json))
        self._undo.on_click(lambda _: self._step(self._exploring.undo))
        self._mode.observe(lambda change: self._switch(change["new"]), "value")
        self._tiles.observe(lambda change: self._live.show_tiles(change["new"]), "value")
        for control, name in ((self._vehicle, "vehicle"), (self._scenario, "scenario"), (self._date, "date")):
            control.observe(lambda change, name=name: self._chosen(name, change["new"]), "value")

    def _clicked(self, **event: Any) -> None:
        if event.get("type") == "click" and self._mode.value == CLICK:
            lat, lon = event["coordinates"]
            reach_m = self._live.metres_of_pixels(REACH_PIXELS)
            self._step(lambda: self._exploring.click(lon, lat, reach_m))

    def _mark(self, mark: Mark) -> None:
        if mark.label in self._exploring.asked.close:
            self._step(lambda: self._exploring.lift(mark.label))
        else:
            self._say(f"{mark.label} is told by the scenario, a file or a report, and stays.")

    def _town(self, name: str, lon: float, lat: float) -> None:
        self._step(lambda: self._exploring.toggle_place(name, lon, lat))

    def _drawn(self, action: str, feature: dict[str, Any]) -> None:
        if action == "created":
            self._step(lambda: self._exploring.draw(feature))
            self._drawing.clear()

    def _switch(self, mode: str) -> None:
        shown = self._drawing in self._live.map.controls
        if mode == DRAW and not shown:
            self._live.map.add(self._drawing)
        elif mode == CLICK and shown:
            self._live.map.remove(self._drawing)
        self._say(HINT[mode])

    def _chosen(self, name: str, value: Any) -> None:
        if not self._renewing:
            self._step(lambda: self._exploring.choose(**{name: value or None}))

    def _step(self, change: Callable[[], None]) -> None:
        """Change the question and show the answer; what cannot be asked is said and changes nothing."""
        try:
            change()
        except RoutegraphError as error:
            self._renew()
            self._say(str(error), alert=True)
        else:
            self._renew()

    def _say(self, text: str, alert: bool = False) -> None:
        colour = "#a3141b" if alert else "inherit"
        self._message.value = f'<span class="rg-said" style="color:{colour}">{escape(text)}</span>'

    def _renew(self) -> None:
        exploring = self._exploring
        exhibit = exploring.answer.exhibit()
        self._live.show(exhibit)
        self._card.value = card.html(exhibit, with_map=False)
        self._own.children = tuple(self._closure(target) for target in exploring.asked.close)
        self._copies.value = _copies(exploring)
        self._undo.disabled = not exploring.can_undo
        dates = [EVERY, *((day.isoformat(), day) for day in exploring.dates)]
        self._renewing = True
        try:
            self._vehicle.value = exploring.asked.vehicle
            self._scenario.options = [(name or "none", name) for name in exploring.scenarios]
            self._scenario.value = exploring.scenario
            if self._date.options != tuple(dates):
                self._date.options = dates
            self._date.value = exploring.answer.question.situation.supposition.date or EVERY[1]
            self._date.layout.display = None if len(dates) > 1 else "none"
        finally:
            self._renewing = False
        self._say(HINT[self._mode.value])

    def _closure(self, target: str) -> Any:
        shown = target if len(target) <= 40 else f"{target[:37]}..."
        lift = self._widgets.Button(description="lift", tooltip=f"Lift {target}", layout={"width": "60px"})
        lift.on_click(lambda _: self._step(lambda: self._exploring.lift(target)))
        return self._widgets.HBox([lift, self._widgets.Label(f"closed here: {shown}")])


def _copies(exploring: Exploration) -> str:
    """Buttons that copy the question as code and as a command, with both to read."""
    rows = "".join(
        f'<div style="margin:3px 0"><button class="rg-copy" data-text="{escape(text, quote=True)}" '
        'onclick="navigator.clipboard.writeText(this.dataset.text)">'
        f"copy as {name}</button> "
        f'<code class="rg-{name}" style="white-space:pre-wrap;line-height:1.5">{escape(text)}</code></div>'
        for name, text in (("command", exploring.command), ("code", exploring.code))
    )
    return f'<div style="margin-top:6px">{rows}</div>'
