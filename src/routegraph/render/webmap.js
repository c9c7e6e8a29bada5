"use strict";
(() => {
  const answer = JSON.parse(document.getElementById("answer").textContent);
  const map = L.map("map", { zoomSnap: 0.25 });
  map.attributionControl.setPrefix(false);
  map.attributionControl.addAttribution(escaped(answer.attribution));
  L.control.scale({ imperial: false }).addTo(map);
  map.createPane("backdrop").style.zIndex = 250;
  map.createPane("closed").style.zIndex = 450;

  const swapped = (line) => line.map(([lon, lat]) => [lat, lon]);
  const canvas = L.canvas({ pane: "backdrop" });
  const network = L.layerGroup(
    answer.backdrop.map((road) =>
      L.polyline(road.lines.map(swapped), {
        renderer: canvas, color: road.colour, weight: road.weight, interactive: false, smoothFactor: 0.5,
      })
    )
  );

  const towns = L.layerGroup(
    answer.towns.map((town) => {
      const name = document.createElement("span");
      name.textContent = town.name;
      const style = { radius: town.city ? 3.5 : 2.5, color: "#fff", weight: 1, fillColor: "#5b636d", fillOpacity: 1 };
      return L.circleMarker(town.at, style).bindTooltip(name, {
        permanent: town.city, direction: "right", className: town.city ? "rg-name rg-city" : "", offset: [4, 0],
      });
    })
  );

  const groups = new Map();
  const group = (name) => {
    if (!groups.has(name)) groups.set(name, L.layerGroup());
    return groups.get(name);
  };
  const capital = (text) => text.charAt(0).toUpperCase() + text.slice(1);
  const standing = (role) => (role === "standing" ? "Standing closures" : "Closures");
  const dashes = { other: "2 6", after: "12 4", way_1: "12 4", way_2: "6 6", way_3: "2 6", pair_severed: "2 6" };
  const named = (told) => (told.letter && !told.role.startsWith("need") ? `${told.letter}: ${told.label}` : capital(told.label));

  answer.layers.routes.features.forEach((feature) => {
    const told = feature.properties;
    L.polyline(swapped(feature.geometry.coordinates), {
      color: told.stroke, weight: told["stroke-width"] * 1.3, opacity: told["stroke-opacity"],
      dashArray: dashes[told.role] || null, className: "rg-route",
    }).bindPopup(() => popup([["b", told.letter], ["", told.label]])).addTo(group(escaped(named(told))));
  });
  answer.layers.closed_roads.features.forEach((feature) => {
    const told = feature.properties;
    if (told.role === "noted" || told.role === "lifted") return;
    L.polyline(swapped(feature.geometry.coordinates), {
      pane: "closed", color: told.stroke, weight: 3, dashArray: "3 5", interactive: false,
    }).addTo(group(standing(told.role)));
  });
  answer.layers.areas.features.forEach((feature) => {
    const told = feature.properties;
    L.polygon(feature.geometry.coordinates.map((polygon) => polygon.map(swapped)), {
      color: told.stroke, weight: 1, fillColor: told.fill, fillOpacity: told["fill-opacity"], interactive: false,
    }).addTo(group(escaped(capital(told.label))));
  });
  const pins = new Map();
  answer.layers.closures.features.forEach((feature) => {
    const told = feature.properties;
    const [lon, lat] = feature.geometry.coordinates;
    const pin = document.createElement("div");
    pin.textContent = told.mark;
    const marker = L.marker([lat, lon], {
      icon: L.divIcon({ html: pin, className: `rg-pin rg-pin-${told.role}`, iconSize: [22, 22] }),
      title: told.target, alt: `closure ${told.mark}`,
    });
    marker.bindPopup(() => popup([
      ["b", `${told.mark}  ${told.target}`], ["", told.detail],
      ["quote", told.quote && `“${told.quote}”`], ["", told.note], ["source", told.source, told.url],
    ]));
    marker.addTo(group(standing(told.role)));
    pins.set(told.mark, marker);
  });
  const many = answer.layers.places.features.length > 60;
  answer.layers.places.features.forEach((feature) => {
    const [lon, lat] = feature.geometry.coordinates;
    const told = feature.properties;
    const name = document.createElement("span");
    name.textContent = told.name || told.label;
    if (!["origin", "destination"].includes(told.role)) {
      L.circleMarker([lat, lon], { radius: many ? 2.5 : 5, color: "#fff", weight: many ? 0.5 : 1, fillColor: told["marker-color"], fillOpacity: 1 })
        .bindTooltip(name).addTo(group(escaped(capital(told.label))));
      return;
    }
    L.circleMarker([lat, lon], { radius: 6, color: "#fff", weight: 2, fillColor: "#1b1f24", fillOpacity: 1 })
      .bindTooltip(name, { permanent: true, direction: "right", className: "rg-name", offset: [6, 0] }).addTo(map);
  });

  const overlays = Object.fromEntries([["Road network", network], ["Towns", towns], ...groups]);
  Object.values(overlays).forEach((layer) => layer.addTo(map));
  L.control.layers(null, overlays, { collapsed: false }).addTo(map);
  map.fitBounds(answer.bounds, { padding: [30, 30] });

  document.querySelectorAll("li[data-mark]").forEach((item) => {
    const marker = pins.get(item.dataset.mark);
    if (marker) item.addEventListener("click", () => marker.openPopup());
  });

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
