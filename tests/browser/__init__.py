"""Tests of the finished site, in a browser."""
