"""A what-if question on a live map: click a road to close it, and see the answer anew."""
