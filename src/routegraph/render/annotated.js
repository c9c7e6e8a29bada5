"use strict";
(() => {
  const report = JSON.parse(document.getElementById("report").textContent);
  const map = L.map("map", { zoomSnap: 0.25 });
  map.attributionControl.setPrefix(false);
  map.attributionControl.addAttribution("© OpenStreetMap contributors");
  L.control.scale({ imperial: false }).addTo(map);
  const swapped = (line) => line.map(([lon, lat]) => [lat, lon]);
  const canvas = L.canvas();
  report.backdrop.forEach((road) =>
    L.polyline([...road.lines, ...road.straight].map(swapped), {
      renderer: canvas, color: road.colour, weight: road.weight, interactive: false,
    }).addTo(map)
  );
  const colour = (kind) =>
    getComputedStyle(document.querySelector(`.rg-legend .rg-${kind}`)).getPropertyValue("--c").trim();
  const marks = new Map();
  document.querySelectorAll("[data-items]").forEach((mark) =>
    mark.dataset.items.split(" ").forEach((id) => marks.set(id, [...(marks.get(id) || []), mark]))
  );
  const pins = new Map();
  const bounds = L.latLngBounds([]);
  report.places.forEach((place) => {
    L.polyline(place.lines.map(swapped), { color: colour(place.kind), weight: 3, interactive: false }).addTo(map);
    const pin = document.createElement("div");
    pin.textContent = place.id;
    const marker = L.marker([place.lat, place.lon], {
      icon: L.divIcon({ html: pin, className: `rg-pin rg-pin-${place.kind}`, iconSize: [22, 22] }),
      title: place.target, alt: `event ${place.id}`,
    });
    marker.on("click", () => {
      const said = (marks.get(place.id) || []).find((mark) => mark.tagName === "MARK");
      if (said) {
        show(place.id);
        said.scrollIntoView({ block: "center" });
      }
    });
    marker.addTo(map);
    pins.set(place.id, marker);
    bounds.extend([place.lat, place.lon]);
  });
  map.fitBounds(bounds.isValid() ? bounds.pad(0.3) : report.bounds, { maxZoom: 12 });

  function show(id) {
    document.querySelectorAll(".rg-here").forEach((mark) => mark.classList.remove("rg-here"));
    (marks.get(id) || []).forEach((mark) => mark.classList.add("rg-here"));
  }
  document.querySelectorAll("[data-items]").forEach((mark) =>
    mark.addEventListener("click", () => {
      const id = mark.dataset.items.split(" ").find((one) => pins.has(one)) || mark.dataset.items.split(" ")[0];
      show(id);
      if (pins.has(id)) map.setView(pins.get(id).getLatLng(), Math.max(map.getZoom(), 10));
    })
  );
})();
