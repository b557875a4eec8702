"""The invented content of the Cheshire East example, one module a part of the borough."""
