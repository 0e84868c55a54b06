"""Turns a class's submissions into durable results: many workers, one writer."""
