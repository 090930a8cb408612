"""One module a group of rules; every module here is found by itself."""
