"""Static checking and evaluation: what every name means and what every expression is."""
