"""The translator that needs no model: an English sentence to a spec, or an exact account of what it cannot place."""
