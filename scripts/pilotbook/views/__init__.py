"""Views: what can be seen from the whole casebook, before anybody lays it out as page, chart or file."""
