"""Null models: what they keep, how their random networks are drawn, and how well they mix."""
