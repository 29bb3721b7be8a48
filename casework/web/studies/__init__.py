"""The researcher's pages."""

from flask import Blueprint

bp = Blueprint("studies", __name__)
