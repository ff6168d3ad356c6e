"""The parts that the offline translator can write, one file each: a component of the library, and how people speak of it."""
