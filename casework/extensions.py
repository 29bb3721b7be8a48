"""Flask add-ons, created here and attached in `create_app`."""

from flask_login import LoginManager
from flask_sqlalchemy import SQLAlchemy
from flask_wtf import CSRFProtect

from casework.database import Base

db = SQLAlchemy(model_class=Base)
csrf = CSRFProtect()
login = LoginManager()
