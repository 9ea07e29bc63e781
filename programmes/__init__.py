"""The programmes that ship with Foothold: one YAML file each, and the template for a new one."""
