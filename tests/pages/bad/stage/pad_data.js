// A network of 16 units with two memories, as a page ships it: many of its fields are zero.
self.nmLater = { demo: {
 "weights": {
  "kind": "int8",
  "data": "AgICAAAAAgICAAAAAAIAAgICAAIAAAAAAgACAAAAAP4A/gD+/v7+AP4A/gAAAAAA/gD+AP4CAP7+/gD+AP4AAAIAAAAA/gD+AP4CAAIA/v7+AP4A/gAAAgACAAAAAP4A/gD+AgACAAIA/v7+AP4A/gAAAgACAAIA"
 },
 "thresholds": 0,
 "unit": 1,
 "whole": true,
 "symmetric": true,
 "orders": {
  "kind": "uint8",
  "data": "Cw8JAQwCDgoABAcGDQUDCAUHBAMPDAYCAQoADgsNCAkABAYKDA4HAg8JAwELDQgFBQADDgoCDQ8IDAkBBwYECwUOAAYCDQQMBwMBCAsKCQ8IBA8DBQ4NAAkHDAYLAQIKCAoJAQsADAcGDQIDBA8FDg4LDAAPCgQCDQkBAwgHBgUKDwcECwIBAAMGBQwODQkIDgwHCw8CAA0ICQoEBgEFAwcCCQgLAA8GDQUDDgwKAQQCDgsABwYBDAkDBQ0KDwgECQQFCAwNBgoHAwEOAAILDw8HCgEOBgQLDQwACAMCBQkCBwAOBAYICg8JDAELAwUNBQkEAAcIDwwKAwINDgYLAQ=="
 },
 "memories": [
  "1111111100000000",
  "1110101010101010"
 ],
 "names": [
  "halves",
  "stripes"
 ],
 "seed": 3
} };
