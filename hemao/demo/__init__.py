"""The demo data set: 鹤毛镇, from the readable files in data/ and a seeded generator.

Facts and figures are those of the published report for 2021; every person and
every household is invented.
"""
