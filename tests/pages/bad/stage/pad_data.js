// A network of 16 units with four memories, as a page ships it: orders matter, and many fields are zero.
self.nmLater = { demo: {
 "weights": {
  "kind": "int8",
  "data": "/vwC/gACAP4AAgL8/gACBP78/gACAAIA/vz+AAD+AAIEAgD8/gACAAIA/v4CAAIA/gD+AAAAAgACAAIA/gAAAP4AAP4AAgACAAAA/vwAAAIA/gD+AAAAAgQA/AACAP4A/gAAAAIEAPwEAAIA/gD+AAAAAgQA/AQE"
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
  "1000011100001000",
  "1100001100110111",
  "1001111010011000",
  "0111000100011000"
 ],
 "names": [
  "one",
  "two",
  "three",
  "four"
 ],
 "seed": 3
} };
