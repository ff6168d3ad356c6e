"""Provider schemas as types, loaded one at a time."""
