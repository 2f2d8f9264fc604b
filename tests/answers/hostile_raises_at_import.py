"""Fails before it begins."""



1 / 0
