"""Upgrades of the towns of earlier versions.

The folder was called tests/ages, then tests/upgrades: migrations that landed name it so, and stay.
"""
