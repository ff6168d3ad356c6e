"""Tests that specs carry: evaluated, explained, counted; nothing here reads a disk or knows a provider."""
