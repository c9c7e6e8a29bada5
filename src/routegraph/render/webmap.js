"use strict";
(() => {
  const answer = JSON.parse(document.getElementById("answer").textContent);
  const narrow = matchMedia("(max-width: 760px)").matches;
  const map = L.map("map", { zoomSnap: 0.25 });
  map.attributionControl.setPrefix(false);
  map.attributionControl.addAttribution(escaped(answer.attribution));
  L.control.scale({ imperial: false }).addTo(map);
  map.createPane("backdrop").style.zIndex = 250;
  map.createPane("closed").style.zIndex = 450;

  const swapped = (line) => line.map(([lon, lat]) => [lat, lon]);
  const capital = (text) => text.charAt(0).toUpperCase() + text.slice(1);

  // What the legend shows before the name of a layer.
  const sample = (inner) => `<svg class="rg-sample" width="30" height="14" aria-hidden="true">${inner}</svg>`;
  const stroke = (colour, width, dashes) =>
    `<line x1="3" x2="27" y1="7" y2="7" stroke="${colour}" stroke-width="${width}" stroke-dasharray="${dashes || "none"}"` +
    `${parseFloat(dashes) < 1 ? ' stroke-linecap="round"' : ""}/>`;
  const box = (told) =>
    `<rect x="3" y="2" width="24" height="10" fill="${told.fill}" fill-opacity="${told["fill-opacity"]}" stroke="${told.stroke}"/>`;
  const circle = (colour) => `<circle cx="15" cy="7" r="4.5" fill="${colour}"/>`;

  const groups = new Map();
  const group = (symbol, label) => {
    const key = symbol + escaped(capital(label));
    if (!groups.has(key)) groups.set(key, L.layerGroup());
    return groups.get(key);
  };
  const labels = [];
  const dated = [];

  const canvas = L.canvas({ pane: "backdrop" });
  const road = { renderer: canvas, interactive: false, smoothFactor: 0.5 };
  answer.backdrop.forEach((one) => {
    const style = { ...road, color: one.colour, weight: one.weight };
    if (one.lines.length) {
      L.polyline(one.lines.map(swapped), style).addTo(group(sample(stroke(one.colour, one.weight + 0.4)), one.label));
    }
    if (one.straight.length) {
      L.polyline(one.straight.map(swapped), { ...style, dashArray: "7 4" })
        .addTo(group(sample(stroke(one.colour, 1.6, "7 4")), answer.schematic));
    }
  });

  const named = (layer, text, className, offset) => {
    const name = document.createElement("span");
    name.textContent = text;
    layer.bindTooltip(name, { permanent: true, direction: "right", className: `rg-name ${className}`, offset: [offset, 0] });
    labels.push({ layer, offset, className });
    return layer;
  };
  if (answer.towns.length) {
    const towns = group(sample(circle("#5b636d")), "Towns");
    answer.towns.forEach((town) => {
      const style = { radius: town.city ? 3.5 : 2.5, color: "#fff", weight: 1, fillColor: "#5b636d", fillOpacity: 1 };
      named(L.circleMarker(town.at, style), town.name, town.city ? "rg-city" : "rg-small", 4).addTo(towns);
    });
  }

  answer.layers.areas.features.forEach((feature) => {
    const told = feature.properties;
    L.polygon(feature.geometry.coordinates.map((polygon) => polygon.map(swapped)), {
      color: told.stroke, weight: 1, fillColor: told.fill, fillOpacity: told["fill-opacity"], interactive: false,
    }).addTo(group(sample(box(told)), told.label));
  });
  answer.layers.routes.features.forEach((feature) => {
    const told = feature.properties;
    const line = swapped(feature.geometry.coordinates);
    const weight = told["stroke-width"] * 1.3;
    const dashes = answer.dashes[told.role];
    const label = told.letter && !told.role.startsWith("need") ? `${told.letter}: ${told.label}` : told.label;
    const layer = group(sample(stroke(told.stroke, Math.min(weight, 6), dashes)), label);
    const drawn = [
      L.polyline(line, {
        color: told.stroke, weight, opacity: told["stroke-opacity"], dashArray: dashes || null, className: "rg-route",
      }).bindPopup(() => popup([["b", told.letter], ["", told.label]])),
    ];
    answer.straight.filter(([letter]) => letter === told.letter).forEach(([, part]) => {
      drawn.push(L.polyline(swapped(part), {
        weight, dashArray: "3 9", lineCap: "butt", interactive: false, className: "rg-gaps",
      }));
    });
    drawn.forEach((one) => dated.push({ layer: one, group: layer, way: told.letter }));
  });

  const closing = {
    closed: ["#c8401a", null], to_lift: ["#00795c", null], standing: ["#4d4d4d", null], slowed: ["#c8401a", "6 3"],
    severs: ["#c8401a", null], lengthens: ["#4d4d4d", null], noted: ["#5b636d", "1 4"], lifted: ["#00795c", "1 4"],
  };
  const legendOf = (role) => {
    const [colour, dashes] = closing[role];
    const hollow = ["slowed", "noted", "lifted", "severs", "lengthens"].includes(role);
    const shape = role === "standing"
      ? `<rect x="10.5" y="2.5" width="9" height="9" rx="2" fill="${colour}"/>`
      : `<circle cx="15" cy="7" r="4.5" stroke="${colour}" stroke-width="1.5" fill="${hollow ? "#fff" : colour}"/>`;
    const line = role === "noted" || role === "lifted" ? "" : stroke(colour, 2.5, dashes);
    return group(sample(line + shape), answer.marks[role]);
  };
  answer.layers.closed_roads.features.forEach((feature) => {
    const told = feature.properties;
    if (told.role === "noted" || told.role === "lifted") return;
    const line = swapped(feature.geometry.coordinates);
    const style = { pane: "closed", interactive: false, lineCap: "butt" };
    const layer = legendOf(told.role);
    [
      L.polyline(line, { ...style, weight: 4.5, className: "rg-casing" }),
      L.polyline(line, { ...style, weight: 2.5, color: told.stroke, dashArray: closing[told.role][1] }),
    ].forEach((one) => dated.push({ layer: one, group: layer, target: told.target }));
  });
  const pins = new Map();
  answer.layers.closures.features.forEach((feature) => {
    const told = feature.properties;
    const [lon, lat] = feature.geometry.coordinates;
    const pin = document.createElement("div");
    pin.textContent = told.mark;
    const size = told.mark ? 22 : 12;
    const marker = L.marker([lat, lon], {
      icon: L.divIcon({ html: pin, className: `rg-pin rg-pin-${told.role}`, iconSize: [size, size] }),
      title: told.target, alt: `closure ${told.mark}`,
    });
    marker.bindPopup(() => popup([
      ["b", `${told.mark}  ${told.target}`.trim()], ["", told.detail],
      ["quote", told.quote && `“${told.quote}”`], ["", told.note], ["source", told.source, told.url],
    ]));
    dated.push({ layer: marker, group: legendOf(told.role), target: told.target });
    pins.set(told.mark, marker);
  });
  const many = answer.layers.places.features.length > 60;
  answer.layers.places.features.forEach((feature) => {
    const [lon, lat] = feature.geometry.coordinates;
    const told = feature.properties;
    if (!["origin", "destination"].includes(told.role)) {
      const name = document.createElement("span");
      name.textContent = told.name || told.label;
      const style = { radius: many ? 2.5 : 5, color: "#fff", weight: many ? 0.5 : 1, fillColor: told["marker-color"], fillOpacity: 1 };
      L.circleMarker([lat, lon], style).bindTooltip(name).addTo(group(sample(circle(told["marker-color"])), told.label));
      return;
    }
    const style = { radius: 6, color: "#fff", weight: 2, fillColor: "#1b1f24", fillOpacity: 1 };
    named(L.circleMarker([lat, lon], style), told.name || told.label, "rg-end", 6).addTo(map);
  });
  dated.forEach((one) => one.group.addLayer(one.layer));

  groups.forEach((layer) => layer.addTo(map));
  const control = L.control.layers(null, Object.fromEntries(groups), { collapsed: narrow }).addTo(map);
  const fit = () => {
    const box = document.querySelector(".leaflet-control-layers-expanded");
    const right = Math.min(30 + (box ? box.offsetWidth : 0), map.getSize().x / 2);
    map.fitBounds(answer.bounds, { paddingTopLeft: [30, 30], paddingBottomRight: [right, 30], animate: false });
  };
  fit();
  if (answer.moments.length) addSlider();
  map.on("zoomend moveend layeradd layerremove resize", later);
  later();

  document.querySelectorAll("li[data-mark]").forEach((item) => {
    const marker = pins.get(item.dataset.mark);
    if (marker) item.addEventListener("click", () => marker.openPopup());
  });

  // On paper every list is open, and the map fits its frame, which it must have before it is drawn.
  const opened = [];
  addEventListener("beforeprint", () => {
    document.querySelectorAll("details:not([open])").forEach((one) => {
      one.open = true;
      opened.push(one);
    });
    document.body.classList.add("rg-paper");
    control.expand();
    map.invalidateSize({ animate: false });
    fit();
    declutter();
  });
  addEventListener("afterprint", () => {
    opened.splice(0).forEach((one) => (one.open = false));
    document.body.classList.remove("rg-paper");
    if (narrow) control.collapse();
    map.invalidateSize({ animate: false });
    fit();
  });

  function addSlider() {
    const slider = L.control({ position: "bottomleft" });
    slider.onAdd = () => {
      const box = L.DomUtil.create("div", "rg-dates leaflet-bar");
      const told = L.DomUtil.create("output", "", box);
      const range = L.DomUtil.create("input", "", box);
      Object.assign(range, { type: "range", min: 0, max: answer.moments.length, value: 0 });
      range.setAttribute("aria-label", "date");
      const show = () => {
        const moment = answer.moments[range.value - 1];
        told.textContent = moment ? `${moment.label}: ${moment.said}` : "all dates";
        dated.forEach((one) => {
          const held = !moment || ("way" in one ? one.way === moment.way : moment.closed.includes(one.target));
          if (held) one.group.addLayer(one.layer);
          else one.group.removeLayer(one.layer);
        });
      };
      range.addEventListener("input", show);
      L.DomEvent.disableClickPropagation(box);
      show();
      return box;
    };
    slider.addTo(map);
  }

  function later() {
    clearTimeout(later.waiting);
    later.waiting = setTimeout(declutter, 30);
  }

  // Names by importance, each beside its dot where it covers nothing, else not at all; ends are always named.
  function declutter() {
    const boxes = [...document.querySelectorAll(".rg-pin, .leaflet-control")].map((one) => one.getBoundingClientRect());
    const meets = (a) => boxes.some((b) => a.left < b.right && a.right > b.left && a.top < b.bottom && a.bottom > b.top);
    const rank = (label) => ["rg-end", "rg-city", "rg-small"].indexOf(label.className);
    [...labels].sort((a, b) => rank(a) - rank(b)).forEach(({ layer, offset, className }) => {
      const tooltip = layer.getTooltip();
      const drawn = tooltip.getElement();
      if (!drawn || !drawn.isConnected) return;
      const directions = { right: [offset, 0], left: [-offset, 0], top: [0, -offset], bottom: [0, offset] };
      const free = Object.entries(directions).some(([direction, by]) => {
        Object.assign(tooltip.options, { direction, offset: by });
        tooltip.update();
        return !meets(drawn.getBoundingClientRect());
      });
      drawn.style.visibility = free || className === "rg-end" ? "" : "hidden";
      if (free || className === "rg-end") boxes.push(drawn.getBoundingClientRect());
    });
  }

  function popup(lines) {
    const box = document.createElement("div");
    lines.filter(([, text]) => text).forEach(([kind, text, url]) => {
      const line = document.createElement("p");
      const said = document.createElement(kind === "b" ? "b" : /^https?:\/\//.test(url || "") ? "a" : "span");
      said.textContent = text;
      if (said.tagName === "A") {
        said.href = url;
        said.rel = "noopener noreferrer";
        said.target = "_blank";
      }
      if (kind === "quote") line.className = "rg-quote";
      if (kind === "source") line.className = "rg-muted";
      line.append(said);
      box.append(line);
    });
    return box;
  }

  function escaped(text) {
    const box = document.createElement("span");
    box.textContent = text;
    return box.innerHTML;
  }
})();
