"""Trying out before anybody is asked to: the robot that works through a workflow."""
